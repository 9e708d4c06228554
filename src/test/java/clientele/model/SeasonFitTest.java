package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What purchases by cohort and month tell of the season, and when they do not. */
final class SeasonFitTest {
  private static final int START = 12 * 2021;

  /** Purchases of cohorts, as they are expected to be. */
  private record World(int months, double customers, Season season) {
    /** Rates fall as (60 + age by the clock)^-0.7; every third cohort is half as large. */
    List<MonthlyOrders> orders() {
      List<MonthlyOrders> orders = new ArrayList<>();
      for (int cohort = 0; cohort < months; cohort++) {
        double size = customers * (cohort % 3 == 1 ? 0.5 : 1);
        for (int month = cohort + 1; month < months; month++) {
          double sum = 0;
          for (int share = 0; share < 20; share++) {
            LocalDate first = day(cohort).plusDays(30L * share / 20);
            double start = season.days(first, day(month));
            double end = season.days(first, day(month + 1));
            sum += (Math.pow(60 + end, 0.3) - Math.pow(60 + start, 0.3)) / 20;
          }
          orders.add(new MonthlyOrders(START + cohort, START + month, size * sum));
        }
      }
      return orders;
    }

    private static LocalDate day(int month) {
      return LocalDate.of(2020, 12, 31).plusMonths(month);
    }

    SeasonFit fit() {
      return SeasonFit.of(orders(), START, START + months - 1);
    }
  }

  private static final Season DECEMBER = Season.of(1, 1, 1.2, 1, 1, 0.8, 1, 1, 1, 1, 1, 4);

  @Test
  void factorsAreFoundThatAgeCohortsByTheClockThemselves() {
    SeasonFit fit = new World(30, 1e5, DECEMBER).fit();

    assertThat(fit.status()).isEqualTo("fitted");
    assertThat(fit.isUsed()).isTrue();
    assertThat(fit.season()).isSameAs(fit.index().orElseThrow().season());
    assertThat(fit.measures()).containsEntry("months", 30.0).containsEntry("cohorts", 29.0);
    assertThat(fit.measures()).containsEntry("dispersion", 1.0);
    for (int month = 0; month < 12; month++) {
      double error = fit.index().orElseThrow().standardErrors().get(Season.nameOf(month));
      assertThat(fit.season().factor(month) / DECEMBER.factor(month))
          .as(Season.nameOf(month))
          .isEqualTo(1, within(0.005));
      assertThat(error / fit.season().factor(month)).isBetween(0.0005, 0.005);
    }
  }

  @Test
  void withoutASeasonOneIsSeenOnceInAHundredTimes() {
    SplittableRandom random = new SplittableRandom(1);
    int seen = 0;
    for (int world = 0; world < 40; world++) {
      List<MonthlyOrders> orders =
          new World(26, 1000, Season.NONE)
              .orders().stream().map(one -> byChance(one, 1, random)).toList();
      SeasonFit fit = SeasonFit.of(orders, START, START + 25);
      assertThat(fit.index()).isPresent();
      seen += fit.isUsed() ? 1 : 0;
    }
    // More than three of 40 would come once in 1,500 times.
    assertThat(seen).isLessThanOrEqualTo(3);
  }

  @Test
  void whatHappensInOneMonthOfAllCohortsIsNoSeason() {
    SplittableRandom random = new SplittableRandom(2);
    double[] happened = new double[30];
    for (int month = 0; month < 30; month++) {
      happened[month] = Math.exp(0.3 * random.nextGaussian());
    }
    List<MonthlyOrders> orders =
        new World(30, 1e5, Season.NONE)
            .orders().stream()
                .map(one -> byChance(one, happened[one.month() - START], random))
                .toList();
    SeasonFit fit = SeasonFit.of(orders, START, START + 29);

    assertThat(fit.status()).isEqualTo("skipped: months of a year differ as years do");
    assertThat(fit.measures().get("dispersion")).isGreaterThan(100);
    assertThat(fit.index()).isPresent();
    assertThat(fit.season()).isSameAs(Season.NONE);
  }

  /** Poisson, near enough where many are expected. */
  private static MonthlyOrders byChance(MonthlyOrders one, double times, SplittableRandom random) {
    double mean = one.orders() * times;
    double drawn = mean + Math.sqrt(mean) * random.nextGaussian();
    return new MonthlyOrders(one.cohort(), one.month(), Math.max(0, Math.rint(drawn)));
  }

  @Test
  void whatIsTooLittleSaysSo() {
    World world = new World(30, 1000, DECEMBER);
    List<MonthlyOrders> orders = world.orders();

    assertThat(SeasonFit.of(orders, START, START + 22).status())
        .isEqualTo("skipped: fewer than 24 whole months of history");
    assertThat(SeasonFit.of(orders, START, START + 23).status()).isEqualTo("fitted");
    assertThat(SeasonFit.of(orders, START + 7, START + 29).status())
        .isEqualTo("skipped: fewer than 24 whole months of history");
    List<MonthlyOrders> five = orders.stream().filter(one -> one.cohort() < START + 5).toList();
    assertThat(SeasonFit.of(five, START, START + 29).status())
        .isEqualTo("skipped: fewer than 6 cohorts that bought again");
    assertThat(new World(30, 10, DECEMBER).fit().status())
        .matches("skipped: fewer than 100 repeat purchases in all months of \\w+");
    SeasonFit none = SeasonFit.of(List.of(), START, START + 29);
    assertThat(none.status()).isEqualTo("skipped: fewer than 24 whole months of history");
    assertThat(none.measures()).isEqualTo(Map.of("months", 0.0, "cohorts", 0.0, "orders", 0.0));
  }

  @Test
  void laterMonthsChangeNothing() {
    List<MonthlyOrders> longer = new World(36, 1000, DECEMBER).orders();
    List<MonthlyOrders> turned =
        longer.stream()
            .map(
                one ->
                    new MonthlyOrders(
                        one.cohort(),
                        one.month(),
                        one.month() > START + 27 ? 7 * one.orders() : one.orders()))
            .toList();

    assertThat(SeasonFit.of(turned, START, START + 27))
        .usingRecursiveComparison()
        .isEqualTo(SeasonFit.of(longer, START, START + 27));
    assertThat(SeasonFit.of(turned, START, START + 35).season().parameters())
        .isNotEqualTo(SeasonFit.of(longer, START, START + 35).season().parameters());
  }
}
