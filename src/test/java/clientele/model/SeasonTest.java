package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Days by the clock of a season, against sums over days. */
final class SeasonTest {
  /** A fourfold December, and other months that differ. */
  private static final double[] SPEEDS = {1, 0.8, 1.1, 0.9, 1, 1.2, 0.7, 0.5, 1, 1.1, 1.3, 4};

  private static final Season SEASON = Season.of(SPEEDS);

  @Test
  void aCommonYearHasItsDaysAndMonthsTheSpeedsTold() {
    assertThat(SEASON.days(LocalDate.of(2022, 12, 31), LocalDate.of(2023, 12, 31)))
        .isEqualTo(365, within(1e-9));
    assertThat(SEASON.days(LocalDate.of(2023, 12, 31), LocalDate.of(2024, 12, 31)))
        .isEqualTo(365 + SEASON.factor(1), within(1e-9));
    for (int month = 0; month < 12; month++) {
      assertThat(SEASON.factor(month) / SEASON.factor(0)).isEqualTo(SPEEDS[month], within(1e-12));
    }
    assertThat(Season.of(SEASON.parameters()).parameters()).isEqualTo(SEASON.parameters());
  }

  @Test
  void timeIsTheSumOfTheFactorsOfTheDays() {
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      LocalDate from = LocalDate.of(1999, 1, 1).plusDays(random.nextInt(12_000));
      LocalDate to = from.plusDays(random.nextInt(900));

      assertThat(SEASON.days(from, to)).isEqualTo(summed(from, to), within(1e-8));
    }
  }

  private static double summed(LocalDate from, LocalDate to) {
    double sum = 0;
    for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
      sum += SEASON.factor(day.getMonthValue() - 1);
    }
    return sum;
  }

  @Test
  void withoutASeasonDaysAreThoseOfTheCalendarToTheLastBit() {
    Random random = new Random(5);
    double[] flat = new double[12];
    Arrays.fill(flat, 3.7);
    assertThat(Season.NONE.isEven()).isTrue();
    assertThat(SEASON.isEven()).isFalse();
    for (int i = 0; i < 100; i++) {
      LocalDate from = LocalDate.of(1960, 1, 1).plusDays(random.nextInt(30_000));
      int days = random.nextInt(4000);

      assertThat(Season.NONE.days(from, from.plusDays(days))).isEqualTo(days);
      assertThat(Season.of(flat).days(from, from.plusDays(days))).isEqualTo(days, within(1e-9));
    }
  }

  @Test
  void speedsAreTwelveNumbersAboveNothing() {
    assertThatThrownBy(() -> Season.of(1, 2, 3)).hasMessage("no season: [1.0, 2.0, 3.0]");
    double[] closed = SPEEDS.clone();
    closed[7] = 0;
    assertThatThrownBy(() -> Season.of(closed)).hasMessageStartingWith("no season: [1.0, 0.8");
  }

  /** E(t) = ln(1 + t/40) expected orders, worth less by the calendar day. */
  @Test
  void presentValuesAndMeanDaysAreSumsOverDays() {
    LocalDate after = LocalDate.of(2023, 11, 12);
    double interest = 0.001;
    for (int days : new int[] {1, 18, 19, 100, 400}) {
      Ahead ahead = Ahead.of(SEASON, after, days);
      double value = 0;
      double time = 0;
      for (int day = 1; day <= days; day++) {
        double start = summed(after, after.plusDays(day - 1));
        double end = summed(after, after.plusDays(day));
        value +=
            (Math.log1p(end / 40) - Math.log1p(start / 40)) * Math.exp(-interest * (day - 0.5));
        time += (end - start) * (day - 0.5);
      }

      assertThat(ahead.length()).isEqualTo(summed(after, after.plusDays(days)), within(1e-9));
      assertThat(ahead.discounted(orders -> Math.log1p(orders / 40), interest))
          .isEqualTo(value, within(1e-4 * value));
      assertThat(ahead.meanDay(ahead.length())).isEqualTo(time / ahead.length(), within(1e-9));
    }
    assertThat(Ahead.of(SEASON, after, 400).meanDay(SEASON.factor(10) * 7))
        .isEqualTo(3.5, within(1e-12));
  }
}
