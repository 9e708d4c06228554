package clientele.clv;

import clientele.fold.Months;
import clientele.model.MonthlyOrders;
import clientele.model.PurchaseModel;
import clientele.model.Season;
import clientele.model.SimulatedPurchases;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Simulated customers whose rates of purchase follow a season, by the days of their purchases: up
 * to a date, and in the twelve months after it.
 *
 * @param days of each customer, ascending, counted from {@link LocalDate#EPOCH}
 */
record SeasonalCompany(LocalDate asOf, List<int[]> days) {
  static final int MONTHS_AHEAD = 12;

  /** Customers who first bought evenly from the first day to the date. */
  static SeasonalCompany of(
      PurchaseModel truth, Season season, LocalDate first, LocalDate asOf, int customers) {
    SimulatedPurchases purchases = new SimulatedPurchases(truth, 17);
    SplittableRandom random = new SplittableRandom(18);
    LocalDate before = first.minusDays(1);
    LocalDate end = asOf.plusMonths(MONTHS_AHEAD);
    // Time by the season at the end of each day.
    double[] clock =
        before.datesUntil(end.plusDays(1)).mapToDouble(day -> season.days(before, day)).toArray();
    int acquiring = (int) (asOf.toEpochDay() - before.toEpochDay());
    List<int[]> all = new ArrayList<>();
    for (int customer = 0; customer < customers; customer++) {
      int start = 1 + random.nextInt(acquiring);
      double left = (clock[clock.length - 1] - clock[start]) / Statistic.DAYS_PER_UNIT;
      int[] own =
          purchases.purchases(left).stream()
              .mapToInt(time -> day(clock, clock[start] + time * Statistic.DAYS_PER_UNIT))
              .toArray();
      int epoch = (int) before.toEpochDay();
      all.add(
          IntStream.concat(IntStream.of(start), Arrays.stream(own))
              .distinct()
              .map(day -> epoch + day)
              .toArray());
    }
    return new SeasonalCompany(asOf, all);
  }

  /** The day in which it is so late by the clock. */
  private static int day(double[] clock, double time) {
    int place = Arrays.binarySearch(clock, time);
    return Math.min(clock.length - 1, place < 0 ? -place - 1 : place);
  }

  private static int month(int day) {
    return Months.index(LocalDate.ofEpochDay(day));
  }

  /** Customers as they are at the date, alike ones once. */
  List<Statistic> statistics() {
    int end = (int) asOf.toEpochDay();
    TreeMap<Statistic, Long> alike = new TreeMap<>(Statistic.ORDER);
    for (int[] own : days) {
      int known = (int) Arrays.stream(own).filter(day -> day <= end).count();
      alike.merge(
          new Statistic(known - 1, own[known - 1] - own[0], end - own[0], 0, 0, 1, List.of()),
          1L,
          Long::sum);
    }
    return alike.entrySet().stream()
        .map(
            one -> {
              Statistic key = one.getKey();
              return new Statistic(
                  key.frequency(), key.recency(), key.age(), 0, 0, one.getValue(), List.of());
            })
        .toList();
  }

  /** Repeat purchases up to the date, in months after the first. */
  List<MonthlyOrders> orders() {
    int end = (int) asOf.toEpochDay();
    List<MonthlyOrders> orders = new ArrayList<>();
    for (int[] own : days) {
      int cohort = month(own[0]);
      Arrays.stream(own)
          .filter(day -> day <= end && month(day) > cohort)
          .forEach(day -> orders.add(new MonthlyOrders(cohort, month(day), 1)));
    }
    return orders;
  }

  /** Purchases in each month after the date. */
  double[] later() {
    int end = (int) asOf.toEpochDay();
    double[] later = new double[MONTHS_AHEAD];
    for (int[] own : days) {
      Arrays.stream(own)
          .filter(day -> day > end)
          .forEach(day -> later[month(day) - Months.index(asOf) - 1]++);
    }
    return later;
  }

  /** What a model expects in each month after the date. */
  static double[] expected(PurchaseModel model, List<Statistic> customers, Clock clock) {
    double[] upTo =
        IntStream.rangeClosed(0, MONTHS_AHEAD)
            .mapToDouble(
                months -> {
                  LocalDate end = clock.now().plusDays(1).plusMonths(months).minusDays(1);
                  int ahead = (int) (end.toEpochDay() - clock.now().toEpochDay());
                  double horizon = clock.ahead(ahead) / Statistic.DAYS_PER_UNIT;
                  return customers.parallelStream()
                      .mapToDouble(
                          one ->
                              one.customers()
                                  * model.outlook(one.history(clock)).expectedOrders(horizon))
                      .sum();
                })
            .toArray();
    return IntStream.range(0, MONTHS_AHEAD)
        .mapToDouble(month -> upTo[month + 1] - upTo[month])
        .toArray();
  }

  /** (expected - came) / came of each month after the date. */
  double[] bias(PurchaseModel model, List<Statistic> customers, Season season) {
    double[] expected = expected(model, customers, new Clock(season, asOf));
    double[] later = later();
    return IntStream.range(0, MONTHS_AHEAD)
        .mapToDouble(month -> expected[month] / later[month] - 1)
        .toArray();
  }
}
