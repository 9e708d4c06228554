package clientele.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What customers have brought over what they brought on their first day. */
abstract class Lifetimes implements Insight {
  /** As it is told: of who has turned out to be loyal, whatever time there was. */
  private static final String TO_DATE = "to date";

  /** Of who was loyal in the first year, over three years that are over. */
  private static final String THREE_YEARS = "three years";

  private static final int DAYS = 1095;

  /** How many purchases make a customer one of those that it is about. */
  abstract int purchases();

  @Override
  public final Measure measure() {
    return Measure.RATIO;
  }

  @Override
  public final Claim claim() {
    return Claim.atLeast(10);
  }

  /** The units of customers with enough purchases: in all, or in the first year. */
  @Override
  public final Stream<Unit> units(History history, Frame frame) {
    if (history.first().isEmpty()) {
      return Stream.empty();
    }
    int first = history.first().getAsInt();
    List<Unit> units = new ArrayList<>();
    if (history.occasions(first - 1, frame.date()) >= purchases()) {
      units.add(unit(history, first, frame.date()).in(TO_DATE));
    }
    boolean isSeen = history.isWhole(frame) && frame.hasSeen(first, DAYS);
    if (isSeen && history.occasions(first - 1, first + Frame.YEAR) >= purchases()) {
      units.add(unit(history, first, first + DAYS).in(THREE_YEARS));
    }
    return units.stream();
  }

  private static Unit unit(History history, int first, int last) {
    return Unit.of(true, Stratum.of(), (double) history.margin(first - 1, last))
        .over((double) history.margin(first - 1, first));
  }

  @Override
  public final List<Answer> raw(Cells cells) {
    return List.of(worth(cells.part(TO_DATE)));
  }

  @Override
  public final List<Answer> adjusted(Cells cells) {
    return List.of(worth(cells.part(THREE_YEARS)));
  }

  /** The quotient of the two, its errors paired by customer. */
  private static Answer worth(Cells cells) {
    Moments units = cells.total();
    Optional<Estimate> quotient = Optional.of(units).filter(u -> u.n() >= 2).map(Moments::quotient);
    return Answer.of(quotient, units.n()).lacking(Minimum.OF_MONEY.lack(units));
  }
}
