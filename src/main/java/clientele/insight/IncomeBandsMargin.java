package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What customers of higher income bring. */
final class IncomeBandsMargin implements Insight {

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
  public boolean isCut() {
    return false;
  }

  @Override
  public String comparedBy() {
    return "income_band";
  }

  @Override
  public String method() {
    return "margin of the last 365 days of customers acquired before; one band minus "
        + "another, as if both had the tenure and channels of all customers; p by Holm";
  }

  @Override
  public String note() {
    return "associated with income; who tells their income differs from who does not";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    int index = frame.date() - Frame.YEAR;
    return IncomeBands.unit(history, index, (double) history.margin(index, frame.date()));
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return IncomeBands.plain(cells, claim(), Minimum.OF_MONEY);
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return IncomeBands.standardised(cells, claim(), Minimum.OF_MONEY);
  }
}
