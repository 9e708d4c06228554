package clientele.clv;

import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.model.Opportunities;
import clientele.model.Pace;
import clientele.model.PurchaseHistory;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The clock that purchases follow, at the end of a day up to which they are known: it turns days of
 * the calendar into those of its own.
 *
 * @param pace how it runs
 * @param now the day
 */
record Clock(Pace pace, LocalDate now) implements Serializable {
  /** Days by the clock from so many calendar days ago to fewer days ago. */
  double since(int ago, int later) {
    return pace.isEven() ? ago - later : pace.days(now.minusDays(ago), now.minusDays(later));
  }

  /** Days by the clock in so many calendar days to come. */
  double ahead(int days) {
    return pace.isEven() ? days : pace.days(now, now.plusDays(days));
  }

  /** Whether it is the clock of opportunities, and the one of now is not over. */
  boolean isWithinOpportunity() {
    return pace instanceof Opportunities opportunities && opportunities.isWithin(now);
  }

  /** Purchases as a model knows them, of a customer known by calendar days. */
  PurchaseHistory history(long frequency, int recency, int age) {
    return new PurchaseHistory(
        frequency, since(age, age - recency) / DAYS_PER_UNIT, since(age, 0) / DAYS_PER_UNIT);
  }
}
