package clientele.clv;

import static clientele.clv.Worked.here;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.fold.Months;
import clientele.model.MbgNbd;
import clientele.model.MonthlyOrders;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseModel;
import clientele.model.PurchaseOutlook;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import clientele.testing.SparkExtension;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers who buy four times as much in December. */
@ExtendWith(SparkExtension.class)
final class SeasonalModelTest {
  private static final MbgNbd TRUTH = new MbgNbd(0.8, 4, 0.6, 3);
  private static final LocalDate AS_OF = LocalDate.of(2024, 6, 30);
  private static final int DECEMBER = 5;

  private final SparkSession spark;

  SeasonalModelTest(SparkSession spark) {
    this.spark = spark;
  }

  private static Season fourfoldDecember() {
    double[] speeds = new double[12];
    Arrays.fill(speeds, 1);
    speeds[11] = 4;
    return Season.of(speeds);
  }

  private static SeasonalCompany company(LocalDate first, int customers) {
    return SeasonalCompany.of(TRUTH, fourfoldDecember(), first, AS_OF, customers);
  }

  @Test
  void monthsToComeAreForetoldAsTheyComeAndWithoutTheSeasonTheyAreNot() {
    SeasonalCompany company = company(LocalDate.of(2022, 1, 1), 20_000);
    List<Statistic> known = company.statistics();
    Season told = Seasons.of(company.orders(), AS_OF, 91).now().season();
    double[] seasonal = company.bias(fit(known, told), known, told);
    double[] plain = company.bias(fit(known, Season.NONE), known, Season.NONE);

    assertThat(seasonal[DECEMBER]).isBetween(-0.1, 0.1);
    assertThat(plain[DECEMBER]).isLessThan(-0.6);
    for (int month = 0; month < SeasonalCompany.MONTHS_AHEAD; month++) {
      if (month != DECEMBER) {
        assertThat(seasonal[month]).as("month %d", month).isBetween(-0.05, 0.05);
        assertThat(plain[month]).as("month %d", month).isGreaterThan(0.1);
      }
    }
  }

  private static PurchaseModel fit(List<Statistic> known, Season season) {
    return PurchaseFit.of(
            PurchaseFamily.MBG_NBD, Statistic.purchases(known, new Clock(season, AS_OF)))
        .model();
  }

  @Test
  void aFlatIndexGivesTheParametersOfThePlainModel() {
    List<Statistic> known = company(LocalDate.of(2023, 1, 1), 3000).statistics();
    double[] flat = new double[12];
    Arrays.fill(flat, 1);
    flat[3] += 1e-12;
    Season season = Season.of(flat);
    Map<String, Double> plain = fit(known, Season.NONE).parameters();

    assertThat(season.isEven()).isFalse();
    fit(known, season)
        .parameters()
        .forEach((name, value) -> assertThat(value / plain.get(name)).isEqualTo(1, within(1e-6)));
  }

  @Test
  void anOriginKnowsNothingLater() {
    SeasonalCompany company = company(LocalDate.of(2021, 1, 1), 5000);
    Seasons seasons = Seasons.of(company.orders(), AS_OF, 91);
    for (Seasons.AtOrigin then : seasons.origins()) {
      LocalDate day = then.origin().day();
      List<MonthlyOrders> before =
          company.orders().stream()
              .filter(
                  one ->
                      YearMonth.of(one.month() / 12, 1 + one.month() % 12)
                              .atEndOfMonth()
                              .compareTo(day)
                          <= 0)
              .toList();

      assertThat(then.fit().isUsed()).isTrue();
      assertThat(then.fit())
          .usingRecursiveComparison()
          .isEqualTo(Seasons.of(before, AS_OF, 91).origins().get(then.origin().number() - 1).fit());
      assertThat(then.clock()).isEqualTo(new Clock(then.fit().season(), day));
    }
    assertThat(seasons.origins().get(0).fit().season().parameters())
        .isNotEqualTo(seasons.now().season().parameters());
  }

  /** Months that are over, after that of the first purchase, of customers known from then on. */
  @ParameterizedTest
  @CsvSource({"2024-03-31", "2024-03-30"})
  void monthsAreThoseOfALoopOverDays(LocalDate asOf) {
    LocalDate start = LocalDate.of(2017, 5, 10);
    Buyers buyers = Buyers.of(9, 150, start, asOf);
    Dataset<Row> histories = histories(buyers, Optional.of(start));
    TreeMap<List<Integer>, Double> expected = new TreeMap<>(SeasonalModelTest::compare);
    int last = Months.lastMature(asOf);
    for (Buyers.Buyer buyer : buyers.all()) {
      boolean isOlder = buyer.signedUpOn() != null && buyer.signedUpOn().isBefore(start);
      boolean isWhole =
          !buyer.days().isEmpty()
              && !isOlder
              && !buyer.days().firstKey().isBefore(start.plusDays(45));
      for (LocalDate day : buyer.days().keySet()) {
        int cohort = Months.index(buyer.days().firstKey());
        int month = Months.index(day);
        boolean isRecent = month > Months.index(asOf) - MonthlyOccasions.MOST_MONTHS;
        if (isWhole && isRecent && month > cohort && month <= last) {
          expected.merge(List.of(cohort, month), 1.0, Double::sum);
        }
      }
    }
    TreeMap<List<Integer>, Double> actual = new TreeMap<>(SeasonalModelTest::compare);
    StatisticRows.withMonths(histories, 91, asOf)
        .where("kind = 'monthly'")
        .collectAsList()
        .forEach(
            row -> {
              MonthlyOrders one = StatisticRows.monthly(row);
              actual.merge(List.of(one.cohort(), one.month()), one.orders(), Double::sum);
            });

    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(actual).isEqualTo(expected);
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    int cohorts = one.get(0).compareTo(other.get(0));
    return cohorts == 0 ? one.get(1).compareTo(other.get(1)) : cohorts;
  }

  @Test
  void tablesAreMadeByTheClockOfTheSeason() {
    SeasonalCompany company = company(LocalDate.of(2021, 6, 1), 1000);
    Buyers buyers = buyers(company);
    ClvSettings settings =
        new ClvSettings(Optional.of(PurchaseFamily.MBG_NBD), List.of(), 91, 365, 0.1);
    Dataset<Row> histories = here(histories(buyers, Optional.empty()));
    Dataset<Row> models = here(ModelFits.of(settings).rows(histories, AS_OF));
    Map<String, Row> rows = new TreeMap<>();
    models
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("model") + " " + row.getAs("segment"), row));

    Seasons seasons = Seasons.of(company.orders(), AS_OF, 91);
    Row season = rows.get("seasonality all");
    assertThat(season.<Boolean>getAs("is_used")).isTrue();
    assertThat(season.<String>getAs("status")).isEqualTo("fitted");
    assertThat(map(season, "parameters")).isEqualTo(seasons.now().season().parameters());
    assertThat(map(season, "standard_errors")).containsOnlyKeys(map(season, "parameters").keySet());
    assertThat(map(season, "diagnostics")).isEqualTo(seasons.now().measures());
    for (Seasons.AtOrigin then : seasons.origins()) {
      Row row = rows.get("seasonality " + then.origin().segment());
      assertThat(map(row, "parameters")).isEqualTo(then.fit().season().parameters());
      assertThat(row.<Boolean>getAs("is_used")).isFalse();
    }
    foretellsByTheSeason(company, histories, models, settings);
    isTriedByTheSeason(buyers, seasons, histories, models);
  }

  private void foretellsByTheSeason(
      SeasonalCompany company, Dataset<Row> histories, Dataset<Row> models, ClvSettings settings) {
    Season season = Seasons.of(company.orders(), AS_OF, 91).now().season();
    Clock clock = new Clock(season, AS_OF);
    PurchaseModel model = fit(company.statistics(), season);
    double length = clock.ahead(365) / 7;
    double orders = 0;
    double alive = 0;
    double none = 0;
    for (Statistic one : company.statistics()) {
      PurchaseOutlook outlook = model.outlook(one.history(clock));
      orders += one.customers() * outlook.expectedOrders(length);
      alive += one.customers() * outlook.alive();
      none += one.customers() * outlook.noOrder(length);
    }
    Row sums =
        CustomerValues.of(histories, Optional.empty(), models, settings, AS_OF)
            .selectExpr(
                "sum(expected_orders)",
                "sum(p_alive)",
                "sum(p_no_purchase)",
                "sum(order_clv / expected_order_margin) / sum(expected_orders)",
                "count_if(p_no_purchase < 0.5)",
                "count_if(p_no_purchase < 0.5 AND clv between clv_low and clv_high)")
            .first();

    assertThat(sums.getDouble(0)).isEqualTo(orders, within(1e-6 * orders));
    assertThat(sums.getDouble(1)).isEqualTo(alive, within(1e-6 * alive));
    assertThat(sums.getDouble(2)).isEqualTo(none, within(1e-6 * none));
    assertThat(sums.getDouble(3)).isEqualTo(presentValue(company, model, clock), within(3e-4));
    assertThat(sums.getLong(4)).isGreaterThan(100).isEqualTo(sums.getLong(5));
  }

  /** Of an expected order, by days of the calendar, five at once. */
  private static double presentValue(SeasonalCompany company, PurchaseModel model, Clock clock) {
    List<Statistic> known = company.statistics();
    double value = 0;
    double before = 0;
    for (int day = 5; day <= 365; day += 5) {
      double horizon = clock.ahead(day) / 7;
      double upTo =
          known.stream()
              .mapToDouble(
                  one ->
                      one.customers() * model.outlook(one.history(clock)).expectedOrders(horizon))
              .sum();
      value += (upTo - before) * Math.pow(1.1, -(day - 2) / 365.0);
      before = upTo;
    }
    return value / before;
  }

  private void isTriedByTheSeason(
      Buyers buyers, Seasons seasons, Dataset<Row> histories, Dataset<Row> models) {
    List<Row> rows =
        new Validation(91, Season.NONE)
            .rows(buyers.customerMonth(spark), histories, models, AS_OF)
            .where("model = 'mbg-nbd' AND kind IN ('total', 'week')")
            .orderBy("kind", "bucket")
            .collectAsList();
    assertThat(rows.stream().filter(row -> row.getAs("kind").equals("total"))).hasSize(3);
    for (Row row : rows) {
      if (row.getAs("kind").equals("total")) {
        // The nearest holds April to June; the one before January to March, which come after a
        // December that is over; the one before that holds the December itself.
        assertThat(row.<Double>getAs("expected") / row.<Double>getAs("actual"))
            .as(row.toString())
            .isEqualTo(1, within(0.2));
      }
    }
    Row model = models.where("model = 'mbg-nbd' AND segment = 'calibration'").first();
    PurchaseModel nearest =
        PurchaseFamily.model(model.getAs("fitted_model"), map(model, "parameters"));
    Row week = rows.get(rows.size() - 1);
    LocalDate end = LocalDate.parse(week.<String>getAs("bucket"));
    Season season = seasons.origins().get(0).fit().season();
    LocalDate origin = seasons.origins().get(0).origin().day();
    double expected =
        buyers.all().stream()
            .map(buyer -> buyer.days().firstKey())
            .filter(first -> !first.isAfter(origin))
            .mapToDouble(first -> nearest.expectedOrders(season.days(first, end) / 7))
            .sum();

    assertThat(week.<String>getAs("kind")).isEqualTo("week");
    assertThat(week.<Double>getAs("expected")).isEqualTo(expected, within(1e-5 * expected));
  }

  @Test
  void offIsOffAndSaysSo() {
    Seasons off = Seasons.off(AS_OF, 91);
    Statistics nobody =
        Statistics.here(Collections.emptyIterator(), 10, orders -> off).orElseThrow();
    Dataset<Row> rows =
        spark.createDataFrame(
            off.rows(nobody),
            new StructType(
                ModelRow.COLUMNS.stream()
                    .map(
                        column ->
                            new StructField(column.name(), column.type(), true, Metadata.empty()))
                    .toArray(StructField[]::new)));
    Row row = rows.first();

    assertThat(off.rows(nobody)).hasSize(1);
    assertThat(row.<String>getAs("model")).isEqualTo("seasonality");
    assertThat(row.<String>getAs("status")).isEqualTo("skipped: clv.seasonality is off");
    assertThat(row.<Boolean>getAs("is_used")).isFalse();
    assertThat(row.<Object>getAs("parameters")).isNull();
    assertThat(off.clock()).isEqualTo(new Clock(Season.NONE, AS_OF));
  }

  private static Buyers buyers(SeasonalCompany company) {
    List<Buyers.Buyer> buyers = new ArrayList<>();
    for (int[] days : company.days()) {
      TreeMap<LocalDate, Buyers.Money> spent = new TreeMap<>();
      Arrays.stream(days)
          .filter(day -> day <= AS_OF.toEpochDay())
          .forEach(
              day ->
                  spent.put(
                      LocalDate.ofEpochDay(day),
                      new Buyers.Money(
                          Buyers.cents(1000 + buyers.size() % 700 + day % 90), Buyers.cents(500))));
      buyers.add(new Buyers.Buyer("c" + buyers.size(), null, spent, new TreeMap<>()));
    }
    return new Buyers(buyers, AS_OF);
  }

  private Dataset<Row> histories(Buyers buyers, Optional<LocalDate> startsOn) {
    return CustomerHistories.told(
        CustomerHistories.of(buyers.customerMonth(spark), 91, buyers.asOf()),
        buyers.customers(spark),
        startsOn,
        45);
  }

  private static Map<String, Double> map(Row row, String name) {
    return new TreeMap<>(row.<String, Double>getJavaMap(row.fieldIndex(name)));
  }
}
