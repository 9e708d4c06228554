package clientele.insight;

import clientele.insight.History.Day;
import clientele.settings.SourceName;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Free delivery pays for itself. */
final class SubsidisedDelivery implements Insight {
  private static final String ACTION = "delivery";
  private static final String ORDERS = "orders";

  @Override
  public String name() {
    return "subsidised_delivery";
  }

  @Override
  public String question() {
    return "Does free delivery bring more margin than it costs?";
  }

  @Override
  public Measure measure() {
    return Measure.MONEY;
  }

  @Override
  public Claim claim() {
    return Claim.POSITIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.CAMPAIGN_CONTACTS);
  }

  @Override
  public String method() {
    return "margin less cost of the campaign in 90 days per customer, treated minus "
        + "control in the same campaign whose action is about delivery, whether or not "
        + "they used it";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    Stream<Unit> campaigns =
        Assignments.seen(history, frame)
            .filter(a -> a.action().toLowerCase(Locale.ROOT).contains(ACTION))
            .map(a -> Assignments.profit(history, a));
    return Stream.concat(campaigns, Stream.of(true, false).flatMap(paid -> days(history, paid)));
  }

  /** Days with a purchase on which the seller paid for delivery, or not. */
  private static Stream<Unit> days(History history, boolean isPaid) {
    List<Day> days =
        history.days().stream()
            .filter(day -> day.isOccasion() && day.service() > 0 == isPaid)
            .toList();
    return days.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Unit.of(isPaid, Stratum.of(), (double) days.stream().mapToLong(Day::margin).sum())
                .over(days.size())
                .in(ORDERS));
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells.part(ORDERS), Minimum.OF_MONEY));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells.part(""), Minimum.OF_MONEY));
  }
}
