package clientele.insight.kpi;

import clientele.job.RunContext;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.Column;

/**
 * One figure of gold.kpi: the mean of a score over the rows of a population.
 *
 * @param name in gold.kpi; snake_case, a contract
 * @param question what it answers, for people; ends with a question mark
 * @param definition numerator, exclusions and traps, for people
 * @param population the rows it is a mean over
 * @param history whether it needs customers whose first order is known
 * @param score of a row of the population; null: the row does not count
 * @param lateDays days after a row in which its score becomes known
 */
public record Kpi(
    String name,
    Scorecard scorecard,
    Unit unit,
    String question,
    String definition,
    Population population,
    History history,
    Function<RunContext, Column> score,
    ToIntFunction<RunContext> lateDays) {

  /** Which customers count. */
  public enum History {
    /** All of them. */
    ANY,
    /** Not those whose earlier orders may be missing ({@code history-starts-on}). */
    KNOWN
  }

  /** A KPI of all customers whose scores are known at once. */
  static Kpi of(
      String name,
      Scorecard scorecard,
      Unit unit,
      String question,
      String definition,
      Population population,
      Column score) {
    return of(name, scorecard, unit, question, definition, population, context -> score);
  }

  /** The same with a score that depends on settings or date. */
  static Kpi of(
      String name,
      Scorecard scorecard,
      Unit unit,
      String question,
      String definition,
      Population population,
      Function<RunContext, Column> score) {
    return new Kpi(
        name, scorecard, unit, question, definition, population, History.ANY, score, context -> 0);
  }

  /** This KPI of customers whose first order is known. */
  Kpi ofKnownHistory() {
    return new Kpi(
        name, scorecard, unit, question, definition, population, History.KNOWN, score, lateDays);
  }

  /** This KPI with scores that become known later than their rows. */
  Kpi knownAfter(ToIntFunction<RunContext> newLateDays) {
    return new Kpi(
        name, scorecard, unit, question, definition, population, history, score, newLateDays);
  }
}
