package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** What customers of higher income bring. */
final class IncomeBandsMargin extends IncomeBands {
  @Override
  public String name() {
    return "income_bands";
  }

  @Override
  public String question() {
    return "Do customers of higher income bring more margin?";
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
    return Set.of(SourceName.CUSTOMERS);
  }

  @Override
  public String method() {
    return "margin of the last 365 days of customers acquired before; one band minus "
        + "another, as if both had the tenure and channels of all customers; p by Holm";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    int index = frame.date() - Frame.YEAR;
    return unit(history, index, (double) history.margin(index, frame.date()));
  }

  @Override
  Minimum minimum() {
    return Minimum.OF_MONEY;
  }
}
