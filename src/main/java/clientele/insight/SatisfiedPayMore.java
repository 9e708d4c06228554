package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Satisfied customers pay more: they take less of a discount. */
final class SatisfiedPayMore implements Insight {

  @Override
  public String name() {
    return "satisfied_pay_more";
  }

  @Override
  public String question() {
    return "Do satisfied customers pay more of the list price?";
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
    return Set.of(SourceName.NPS_RESPONSES);
  }

  @Override
  public String method() {
    return "discounts over list value in the year after the first answer, promoters minus "
        + "detractors, in the same strata, orders of the year before and category of the "
        + "last order";
  }

  @Override
  public String note() {
    return "associated with satisfaction; who answers differs from who does not; less than "
        + "0: promoters pay more";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstAnswers.ratios(
        history,
        frame,
        FirstAnswers.Year::discount,
        FirstAnswers.Year::list,
        history.answers().isEmpty()
            ? History.UNKNOWN
            : history.category(history.answers().get(0).day()));
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells, Minimum.OF_MEANS).lacking(noDiscount(cells)));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells, Minimum.OF_MEANS).lacking(noDiscount(cells)));
  }

  private static Optional<String> noDiscount(Cells cells) {
    return cells.total().y() > 0 ? Optional.empty() : Optional.of("no discounts are known");
  }
}
