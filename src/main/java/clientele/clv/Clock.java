package clientele.clv;

import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.model.PurchaseHistory;
import clientele.model.Season;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The clock that purchases follow, at the end of a day up to which they are known: it turns days of
 * the calendar into those of the season.
 *
 * @param season how fast it runs in which month
 * @param now the day
 */
record Clock(Season season, LocalDate now) implements Serializable {
  /** Days by the clock from so many calendar days ago to fewer days ago. */
  double since(int ago, int later) {
    return season.isEven() ? ago - later : season.days(now.minusDays(ago), now.minusDays(later));
  }

  /** Days by the clock in so many calendar days to come. */
  double ahead(int days) {
    return season.isEven() ? days : season.days(now, now.plusDays(days));
  }

  /** Purchases as a model knows them, of a customer known by calendar days. */
  PurchaseHistory history(long frequency, int recency, int age) {
    return new PurchaseHistory(
        frequency, since(age, age - recency) / DAYS_PER_UNIT, since(age, 0) / DAYS_PER_UNIT);
  }
}
