package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether customers of higher income leave less. */
final class IncomeBandsChurn implements Insight {

  @Override
  public String name() {
    return "income_bands_churn";
  }

  @Override
  public String question() {
    return "Do customers of higher income leave less?";
  }

  @Override
  public Measure measure() {
    return Measure.SHARE;
  }

  @Override
  public Claim claim() {
    return Claim.NEGATIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.CUSTOMERS);
  }

  @Override
  public boolean isCut() {
    return false;
  }

  @Override
  public String comparedBy() {
    return "income_band";
  }

  @Override
  public String method() {
    return "without a purchase in the last churn.inactive-after-days, of customers active "
        + "before; one band minus another, as if both had the tenure and channels of all "
        + "customers; p by Holm";
  }

  @Override
  public String note() {
    return "associated with income; who tells their income differs from who does not";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    int index = frame.date() - frame.inactiveAfter();
    return history.buys(index - frame.inactiveAfter(), index)
        ? IncomeBands.unit(history, index, history.buys(index, frame.date()) ? 0 : 1)
        : Stream.empty();
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return IncomeBands.plain(cells, claim(), Minimum.OF_SHARES);
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return IncomeBands.standardised(cells, claim(), Minimum.OF_SHARES);
  }
}
