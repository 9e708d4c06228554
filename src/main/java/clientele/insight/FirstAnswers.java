package clientele.insight;

import clientele.insight.History.Answered;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The first answer of each customer to the survey, as an index date: promoters are exposed,
 * detractors are the others, and passives are left out.
 */
final class FirstAnswers {
  private static final int YEAR = Frame.YEAR;

  private FirstAnswers() {}

  /** What is made of an answer, once the year after it is over. */
  static Stream<Unit> units(History history, Frame frame, Function<Answered, Unit> unit) {
    return history.answers().stream()
        .limit(1)
        .filter(answer -> frame.hasSeen(answer.day(), YEAR))
        .filter(a -> frame.isPromoter(a.score()) || frame.isDetractor(a.score()))
        .map(unit);
  }

  /**
   * The stratum of an answer, with the orders of the year before: after a good year follows a worse
   * one, whoever answers what.
   */
  static Stratum stratum(History history, Answered answer, String... finer) {
    int index = answer.day();
    Stratum stratum = history.stratum(index, finer);
    String yearBefore = History.band(history.occasions(index - YEAR, index));
    return new Stratum(
        Stream.concat(stratum.exact().stream(), Stream.of(yearBefore)).toList(),
        stratum.recency(),
        stratum.tenure(),
        stratum.finer());
  }

  /** The change of a figure, from the year before the answer to the year after it. */
  static Stream<Unit> changes(History history, Frame frame, ToDoubleFunction<Year> figure) {
    return units(
        history,
        frame,
        answer -> {
          int index = answer.day();
          double after = figure.applyAsDouble(new Year(history, index));
          double before = figure.applyAsDouble(new Year(history, index - YEAR));
          double earlier = figure.applyAsDouble(new Year(history, index - 2 * YEAR));
          return Unit.of(frame.isPromoter(answer.score()), stratum(history, answer), after - before)
              .before(before - earlier);
        });
  }

  /** One figure of the year after the answer over another. */
  static Stream<Unit> ratios(
      History history,
      Frame frame,
      ToDoubleFunction<Year> figure,
      ToDoubleFunction<Year> over,
      String... finer) {
    return units(
        history,
        frame,
        answer -> {
          Year after = new Year(history, answer.day());
          Year before = new Year(history, answer.day() - YEAR);
          return Unit.of(
                  frame.isPromoter(answer.score()),
                  stratum(history, answer, finer),
                  figure.applyAsDouble(after))
              .over(over.applyAsDouble(after))
              .before(figure.applyAsDouble(before), over.applyAsDouble(before));
        });
  }

  /** The year after a day. */
  record Year(History history, int after) {
    int occasions() {
      return history.occasions(after, after + YEAR);
    }

    long margin() {
      return history.margin(after, after + YEAR);
    }

    long discount() {
      return history.sum(after, after + YEAR, History.Day::discount);
    }

    long list() {
      return history.sum(after, after + YEAR, History.Day::list);
    }
  }
}
