package clientele.insight;

import clientele.settings.SourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows of one insight in one dimension value. */
record AnswerRow(Insight insight, String dimension, String value, Frame frame) {
  private static final String RAW = "_raw";

  Stream<Row> raw(Cells cells) {
    return rows(RAW, lack().orElseGet(() -> insight.raw(cells)), "as the claim is told", "");
  }

  Stream<Row> adjusted(Cells cells) {
    return rows(
        "", lack().orElseGet(() -> insight.adjusted(cells)), insight.method(), insight.note());
  }

  /** No answer, where a source is not read. */
  private Optional<List<Answer>> lack() {
    String missing =
        insight.needs().stream()
            .filter(source -> !frame.reads(source))
            .map(SourceName::key)
            .sorted()
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(List.of(Answer.none("no source " + missing)));
  }

  private Stream<Row> rows(String suffix, List<Answer> answers, String method, String note) {
    double scale = insight.measure().scale();
    return answers.stream()
        .map(answer -> row(insight.name() + suffix, answer.scaled(scale), method, note));
  }

  private Row row(String name, Answer answer, String method, String note) {
    Claim claim = insight.claim();
    Optional<Estimate> estimate = answer.estimate();
    Verdict verdict =
        estimate
            .filter(e -> answer.lacks().isEmpty())
            .map(claim::verdict)
            .orElse(Verdict.NOT_ENOUGH_DATA);
    List<String> notes = new ArrayList<>(answer.lacks());
    estimate
        .filter(e -> notes.isEmpty() && verdict == Verdict.NOT_ENOUGH_DATA)
        .map(claim::undecided)
        .ifPresent(notes::add);
    answer.remark().ifPresent(notes::add);
    Stream.of(note).filter(text -> !text.isEmpty()).forEach(notes::add);
    return RowFactory.create(
        name,
        answer.value().map(comparison -> insight.comparedBy()).orElse(dimension),
        answer.value().orElse(value),
        insight.question(),
        figure(estimate, Estimate::value),
        figure(estimate, Estimate::low),
        figure(estimate, Estimate::high),
        insight.measure().text(),
        answer.n(),
        boxed(answer.matched()),
        boxed(claim.claimed()),
        Double.isInfinite(claim.from()) ? null : (Double) claim.from(),
        Double.isInfinite(claim.to()) ? null : (Double) claim.to(),
        figure(estimate, claim::pValue),
        boxed(answer.family()),
        figure(answer.placebo(), Estimate::value),
        figure(answer.placebo(), Estimate::low),
        figure(answer.placebo(), Estimate::high),
        insight.isTotal(),
        verdict.text(),
        method,
        notes.isEmpty() ? null : String.join("; ", notes));
  }

  private static Double figure(Optional<Estimate> estimate, ToDoubleFunction<Estimate> figure) {
    return estimate.map(figure::applyAsDouble).orElse(null);
  }

  private static Double boxed(OptionalDouble figure) {
    return figure.isPresent() ? (Double) figure.getAsDouble() : null;
  }
}
