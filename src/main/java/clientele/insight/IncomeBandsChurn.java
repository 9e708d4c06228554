package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** Whether customers of higher income leave less. */
final class IncomeBandsChurn extends IncomeBands {
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
  public String method() {
    return "without a purchase in the last churn.inactive-after-days, of customers active "
        + "before; one band minus another, as if both had the tenure and channels of all "
        + "customers; p by Holm";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    int index = frame.date() - frame.inactiveAfter();
    return history.buys(index - frame.inactiveAfter(), index)
        ? unit(history, index, history.buys(index, frame.date()) ? 0 : 1)
        : Stream.empty();
  }

  @Override
  Minimum minimum() {
    return Minimum.OF_SHARES;
  }
}
