package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.fold.Months;
import clientele.model.FitStep;
import clientele.model.MonthlyOrders;
import clientele.model.Opportunities;
import clientele.model.Pace;
import clientele.model.SeasonFit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The season of purchases, as far as it is known at the date and was at each {@link Origin}.
 *
 * @param date end of the data
 * @param now told from all months that are over at the date
 * @param pace of the clock at the date
 * @param origins the nearest first: told from those that were over then
 */
record Seasons(LocalDate date, SeasonFit now, Pace pace, List<AtOrigin> origins) {
  /**
   * At an origin.
   *
   * @param fit from months before it alone
   * @param pace of the clock
   */
  record AtOrigin(Origin origin, SeasonFit fit, Pace pace) {
    Clock clock() {
      return new Clock(pace, origin.day());
    }
  }

  /** Told from repeat purchases. */
  static Seasons of(List<MonthlyOrders> orders, LocalDate date, int heldOutDays) {
    int first = Months.index(date) - MonthlyOccasions.MOST_MONTHS + 1;
    return each(
        date,
        heldOutDays,
        day -> SeasonFit.of(orders, first, Months.lastMature(day)),
        SeasonFit::season);
  }

  /** None, as the settings want it. */
  static Seasons off(LocalDate date, int heldOutDays) {
    SeasonFit off = SeasonFit.none("clv.seasonality is off");
    return each(date, heldOutDays, day -> off, SeasonFit::season);
  }

  /** None, as opportunities have a clock of their own. */
  static Seasons none(Opportunities opportunities, LocalDate date, int heldOutDays) {
    SeasonFit none = SeasonFit.none("clv.opportunity has a clock of its own");
    return each(date, heldOutDays, day -> none, fit -> opportunities);
  }

  private static Seasons each(
      LocalDate date,
      int heldOutDays,
      Function<LocalDate, SeasonFit> fit,
      Function<SeasonFit, Pace> pace) {
    SeasonFit now = fit.apply(date);
    List<AtOrigin> origins =
        Origin.before(date, heldOutDays).stream()
            .map(
                origin -> {
                  SeasonFit then = fit.apply(origin.day());
                  return new AtOrigin(origin, then, pace.apply(then));
                })
            .toList();
    return new Seasons(date, now, pace.apply(now), origins);
  }

  /**
   * Customers with the clocks of origins.
   *
   * @param customers as they were at each, the nearest first
   */
  List<Early> early(List<List<Statistic>> customers) {
    return IntStream.range(0, customers.size())
        .mapToObj(i -> new Early(origins.get(i).clock(), customers.get(i)))
        .toList();
  }

  /** At the date. */
  Clock clock() {
    return new Clock(pace, date);
  }

  /**
   * Rows of gold.clv_model: the season at the date, used or not, and those that were used at
   * origins.
   *
   * @param statistics of the customers whose season it is
   */
  List<Row> rows(Statistics statistics) {
    List<Row> rows = new ArrayList<>();
    ModelRow whole = row(now, ModelRow.ALL);
    whole.put(IS_USED, now.isUsed());
    rows.add(whole.of(statistics.whole().customers()));
    for (int i = 0; i < origins.size(); i++) {
      AtOrigin then = origins.get(i);
      if (then.fit().isUsed()) {
        Stream<Statistic> customers = statistics.early().get(i).customers().stream();
        ModelRow row = row(then.fit(), then.origin().segment());
        rows.add(row.of(customers.mapToLong(Statistic::customers).sum()));
      }
    }
    return rows;
  }

  private static ModelRow row(SeasonFit fit, String segment) {
    ModelRow row = new ModelRow(SeasonFit.LABEL, segment);
    row.put(TIME_UNIT, "day");
    row.put(STATUS, fit.status());
    row.put(CONVERGED, fit.index().isPresent());
    fit.measures().forEach(row::diagnose);
    fit.index()
        .ifPresent(
            index -> {
              row.put(FITTED_MODEL, SeasonFit.LABEL);
              row.put(METHOD, FitStep.Method.MAXIMUM_LIKELIHOOD.text());
              row.put(PARAMETERS, index.season().parameters());
              row.put(STANDARD_ERRORS, index.standardErrors());
              row.put(LOG_LIKELIHOOD, index.logLikelihood());
              row.put(ITERATIONS, index.steps());
            });
    return row;
  }
}
