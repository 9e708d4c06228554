package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Periods of the calendar as a clock. */
final class OpportunitiesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 2024-01-31, 2024-02-29, 1",
    "1, 2024-01-31, 2024-02-28, 0",
    "1, 2024-01-30, 2024-02-29, 2",
    "3, 2023-12-31, 2024-12-31, 4",
    "3, 2024-01-01, 2024-03-30, 0",
    "12, 2020-12-31, 2024-12-30, 3",
    "12, 1969-12-31, 1970-12-31, 1"
  })
  void countsWhatIsOver(int months, LocalDate from, LocalDate to, int periods) {
    assertThat(new Opportunities(months).days(from, to)).isEqualTo(7 * periods);
  }

  @ParameterizedTest
  @CsvSource({"1, 31, P1M", "3, 92, P3M", "6, 184, P6M", "12, 366, P1Y", "36, 1096, P3Y"})
  void knowsItsLongest(int months, int days, String text) {
    Opportunities opportunities = new Opportunities(months);

    assertThat(opportunities.longest()).isEqualTo(days);
    assertThat(opportunities).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 365, 12", "3, 365, 4", "12, 365, 1", "12, 366, 1", "12, 1000, 3", "36, 365, 1"})
  void asManyLieAheadAsAreMostNearlyAsLong(int months, int days, int periods) {
    Ahead ahead = new Opportunities(months).ahead(LocalDate.of(2024, 2, 10), days);

    assertThat(ahead.length()).isEqualTo(7.0 * periods);
    // Half of what comes evenly has come in the middle.
    assertThat(ahead.meanDay(ahead.length())).isCloseTo(days / 2.0, within(1e-9));
    assertThat(ahead.meanDay(7)).isCloseTo(days / 2.0 / periods, within(1e-9));
  }

  /** Money of each period comes in its middle. */
  @Test
  void discountsByTheCalendar() {
    PurchaseOutlook outlook = new BgBb(1.2, 0.75, 0.66, 2.78).outlook(new PurchaseHistory(2, 3, 6));
    double interest = 3e-4;
    double sum = 0;
    for (int period = 1; period <= 12; period++) {
      double orders = outlook.expectedOrders(period) - outlook.expectedOrders(period - 1);
      sum += orders * Math.exp(-interest * (period - 0.5) * 365 / 12);
    }

    assertThat(
            new Opportunities(1)
                .ahead(LocalDate.of(2023, 12, 31), 365)
                .discounted(days -> outlook.expectedOrders(days / 7), interest))
        .isCloseTo(sum, within(1e-12));
  }

  @Test
  void aPeriodHasAMonthAtLeast() {
    assertThatThrownBy(() -> new Opportunities(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
