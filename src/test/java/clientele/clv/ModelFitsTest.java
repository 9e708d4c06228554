package clientele.clv;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.FitStep;
import clientele.model.Parts;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistories;
import clientele.model.PurchaseHistory;
import clientele.model.Regularity;
import clientele.model.Season;
import clientele.model.numeric.SpecialFunctions;
import clientele.settings.ClvSettings.Seasonality;
import clientele.settings.Dimension;
import clientele.testing.SparkExtension;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Models of all random customers and of those of a quarter, in one place and in many. */
@ExtendWith(SparkExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class ModelFitsTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 20);
  private static final Buyers BUYERS = Buyers.of(6, 700, START, AS_OF);
  private static final LocalDate SECOND = LocalDate.of(2023, 4, 1);
  private static final LocalDate THIRD = LocalDate.of(2023, 7, 1);

  private final SparkSession spark;
  private final Map<String, Row> models;

  ModelFitsTest(SparkSession spark) {
    this.spark = spark;
    this.models = models(fits(1_000_000));
  }

  @Test
  void quartersAreFittedToTheirCustomersAloneAndComparedWithAll() {
    Row all = models.get("mbg-nbd all");
    PurchaseFit first = fit(day -> day.isBefore(SECOND));
    PurchaseFit second = fit(day -> !day.isBefore(SECOND) && day.isBefore(THIRD));
    PurchaseFit others = fit(day -> !day.isBefore(THIRD));
    PurchaseFit pooled = fit(day -> true);

    assertThat(models.keySet())
        .containsExactlyInAnyOrder(
            "gamma-gamma all",
            "seasonality all",
            "mbg-nbd all",
            "mbg-nbd calibration",
            "mbg-nbd calibration-2",
            "mbg-nbd calibration-3",
            "mbg-nbd covariates",
            "mbg-nbd quarter:2023-Q1",
            "mbg-nbd quarter:2023-Q2",
            "mbg-nbd quarter:2023-Q3",
            "mbg-nbd quarter:others");
    isFit(models.get("mbg-nbd quarter:2023-Q1"), first);
    isFit(models.get("mbg-nbd quarter:2023-Q2"), second);
    isFit(models.get("mbg-nbd quarter:others"), others);
    isFit(all, pooled);
    Row third = models.get("mbg-nbd quarter:2023-Q3");
    assertThat(third.<String>getAs("status")).isEqualTo("skipped: fewer than 200 customers");
    assertThat(third.<Long>getAs("customers"))
        .isEqualTo(models.get("mbg-nbd quarter:others").<Long>getAs("customers"));
    assertThat(third.isNullAt(third.fieldIndex("parameters"))).isTrue();

    Row season = models.get("seasonality all");
    assertThat(season.<String>getAs("status"))
        .isEqualTo("skipped: fewer than 24 whole months of history");
    assertThat(season.<Boolean>getAs("is_used")).isFalse();

    Map<String, Double> diagnostics = map(all, "diagnostics");
    double gain = highest(first) + highest(second) + highest(others) - highest(pooled);
    assertThat(diagnostics).containsEntry("quarters", 3.0).containsEntry("quarters_freedom", 8.0);
    assertThat(diagnostics.get("quarters_chi_square")).isEqualTo(2 * gain, within(1e-6));
    assertThat(diagnostics.get("quarters_p_value"))
        .isEqualTo(SpecialFunctions.chiSquareTail(2 * gain, 8), within(1e-6));
  }

  private static double highest(PurchaseFit fit) {
    return fit.steps().stream().mapToDouble(FitStep::logLikelihood).max().orElseThrow();
  }

  private static void isFit(Row row, PurchaseFit fit) {
    assertThat(row.<Double>getAs("log_likelihood"))
        .isCloseTo(fit.logLikelihood(), Percentage.withPercentage(1e-10));
    fit.model()
        .parameters()
        .forEach(
            (name, value) ->
                assertThat(map(row, "parameters").get(name))
                    .isCloseTo(value, Percentage.withPercentage(1e-6)));
  }

  private static PurchaseFit fit(Predicate<LocalDate> first) {
    return fit(PurchaseFamily.MBG_NBD, first);
  }

  private static PurchaseFit fit(PurchaseFamily family, Predicate<LocalDate> first) {
    return fit(family, number -> true, first);
  }

  private static PurchaseFit fit(
      PurchaseFamily family, IntPredicate number, Predicate<LocalDate> first) {
    return PurchaseFit.of(
        family,
        PurchaseHistories.of(
            IntStream.range(0, BUYERS.all().size())
                .filter(number)
                .mapToObj(i -> BUYERS.all().get(i).days())
                .filter(days -> !days.isEmpty() && first.test(days.firstKey()))
                .map(
                    days ->
                        new PurchaseHistory(
                            days.size() - 1L,
                            DAYS.between(days.firstKey(), days.lastKey()) / 7.0,
                            DAYS.between(days.firstKey(), AS_OF) / 7.0))
                .toList()));
  }

  @Test
  void whatTheModelOfAllExpectsOfQuartersAddsUp() {
    Map<String, Double> all = map(models.get("mbg-nbd calibration"), "holdout");
    double expected = 0;
    double actual = 0;
    for (String quarter : List.of("2023-Q1", "2023-Q2", "others")) {
      Map<String, Double> holdout = map(models.get("mbg-nbd quarter:" + quarter), "holdout");
      assertThat(holdout.get("ratio") * holdout.get("actual_orders"))
          .isEqualTo(holdout.get("expected_orders"), within(1e-9));
      expected += holdout.get("pooled_ratio") * holdout.get("actual_orders");
      actual += holdout.get("actual_orders");
    }

    assertThat(actual).isEqualTo(all.get("actual_orders"));
    assertThat(expected).isEqualTo(all.get("expected_orders"), within(1e-9 * expected));
  }

  /** Regions are North, South and unknown, of about as many customers, who are all alike. */
  @Test
  void covariatesAreFittedToWhoHasThemAndComparedWithNone() {
    Row covariates = models.get("mbg-nbd covariates");
    Map<String, Double> diagnostics = map(covariates, "diagnostics");
    Map<String, Double> parameters = map(covariates, "parameters");
    PurchaseFit known = fit(PurchaseFamily.MBG_NBD, number -> number % 3 > 0, day -> true);

    assertThat(parameters).hasSize(7).containsKeys("r", "alpha", "a", "b");
    assertThat(parameters.keySet())
        .filteredOn(name -> name.endsWith("[region=North]") || name.endsWith("[region=South]"))
        .hasSize(3);
    assertThat(covariates.<Long>getAs("customers"))
        .isLessThan(models.get("mbg-nbd all").<Long>getAs("customers"))
        .isEqualTo(
            (long)
                (diagnostics.get("customers[region=North]")
                    + diagnostics.get("customers[region=South]")));
    assertThat(diagnostics).containsEntry("covariates_freedom", 3.0);
    // Beyond 16.3 once in a thousand.
    assertThat(diagnostics.get("covariates_chi_square"))
        .isBetween(0.0, 16.3)
        .isEqualTo(
            2 * (covariates.<Double>getAs("log_likelihood") - known.logLikelihood()), within(1e-6));
    assertThat(covariates.<Boolean>getAs("is_used")).isFalse();
  }

  @Test
  void regularityIsThatOfTheLastGapsOfAYear() {
    Regularity regularity = Regularity.NONE;
    LocalDate from = AS_OF.withDayOfMonth(1).minusMonths(11);
    for (Buyers.Buyer buyer : BUYERS.all()) {
      List<LocalDate> days = List.copyOf(buyer.days().tailMap(from, true).descendingKeySet());
      if (days.size() >= 3) {
        regularity =
            regularity.plus(
                Regularity.of(
                    (double) DAYS.between(days.get(2), days.get(1)),
                    (double) DAYS.between(days.get(1), days.get(0))));
      }
    }
    Map<String, Double> diagnostics = map(models.get("mbg-nbd all"), "diagnostics");

    assertThat(regularity.customers()).isGreaterThan(100);
    assertThat(diagnostics.get("regularity")).isEqualTo(regularity.k().orElseThrow(), within(1e-9));
    assertThat(diagnostics.get("regularity_se"))
        .isEqualTo(regularity.standardError().orElseThrow(), within(1e-9));
  }

  @Test
  void statisticsTooManyForOneTaskGiveTheSameModels() {
    Map<String, Row> spread = models(fits(10));

    assertThat(spread.keySet()).isEqualTo(models.keySet());
    spread.forEach(
        (name, row) -> {
          Row same = models.get(name);
          for (String cell : List.of("status", "customers", "is_used", "warnings", "method")) {
            assertThat(row.<Object>getAs(cell))
                .as("%s of %s", cell, name)
                .isEqualTo(same.getAs(cell));
          }
          for (String cell : List.of("parameters", "standard_errors", "holdout", "diagnostics")) {
            areClose(map(row, cell), map(same, cell));
          }
          if (!row.isNullAt(row.fieldIndex("log_likelihood"))) {
            assertThat(row.<Double>getAs("log_likelihood"))
                .isCloseTo(same.<Double>getAs("log_likelihood"), Percentage.withPercentage(1e-10));
          }
        });
  }

  private static void areClose(Map<String, Double> actual, Map<String, Double> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(actual.get(name))
                .as(name)
                .isCloseTo(value, within(1e-6 * Math.abs(value) + 1e-9)));
  }

  @Test
  void aSpreadFitIsTheSameHoweverTheDataAreParted() {
    PurchaseFit here = fit(PurchaseFamily.NBD, day -> true);
    Dataset<Row> statistics = StatisticRows.of(histories(), 91).where("kind = 'whole'");
    List<Row> all = statistics.collectAsList();
    Clock clock = new Clock(Season.NONE, AS_OF);
    for (int partitions : new int[] {1, 8, 200}) {
      try (SpreadParts.Kept kept = new SpreadParts.Kept()) {
        Dataset<Row> rows = spark.createDataFrame(all, statistics.schema()).repartition(partitions);
        Parts<PurchaseHistories> customers =
            SpreadParts.of(rows, StatisticRows::statistic, all.subList(0, 100), kept)
                .map(part -> Statistic.purchases(part, clock));
        PurchaseFit spread = PurchaseFit.of(PurchaseFamily.NBD, customers);

        assertThat(spread.logLikelihood())
            .isCloseTo(here.logLikelihood(), Percentage.withPercentage(1e-10));
        here.model()
            .parameters()
            .forEach(
                (name, value) ->
                    assertThat(spread.model().parameters().get(name))
                        .as("%s of %d partitions", name, partitions)
                        .isCloseTo(value, Percentage.withPercentage(1e-6)));
      }
    }
  }

  @Test
  void aSampleOfCustomersStandsForAllWhereverTheyAre() {
    Dataset<Row> rows = StatisticRows.of(histories(), 91);
    try (SpreadParts.Kept kept = new SpreadParts.Kept()) {
      List<Statistic> all = new SpreadStatistics(rows, kept).early(1, 1_000_000);
      List<Statistic> some = new SpreadStatistics(rows, kept).early(1, 200);
      long customers = all.stream().mapToLong(Statistic::customers).sum();
      long oneOf = 1 + customers / 200;

      assertThat(new SpreadStatistics(rows.repartition(7), kept).early(1, 200)).isEqualTo(some);
      assertThat(some).hasSizeLessThan(300);
      // Three times the most that the standard deviation of the sum can be.
      assertThat((double) some.stream().mapToLong(Statistic::customers).sum())
          .isEqualTo((double) customers, within(3 * Math.sqrt((double) oneOf * customers)));
      assertThat(some).containsAll(all.stream().filter(one -> one.customers() >= oneOf).toList());
    }
  }

  private static ModelFits fits(int mostStatistics) {
    List<PurchaseFamily> families = List.of(PurchaseFamily.MBG_NBD);
    return new ModelFits(
        families, families, 91, mostStatistics, 200, Seasonality.AUTO, Season.NONE);
  }

  private Map<String, Row> models(ModelFits fits) {
    return fits.rows(histories(), AS_OF).collectAsList().stream()
        .collect(
            Collectors.toMap(row -> row.getAs("model") + " " + row.getAs("segment"), row -> row));
  }

  private Dataset<Row> histories() {
    List<Row> regions =
        IntStream.range(0, BUYERS.all().size())
            .filter(i -> i % 3 > 0)
            .mapToObj(i -> RowFactory.create("c" + i, i % 3 == 1 ? "North" : "South"))
            .toList();
    return CustomerHistories.known(
        CustomerHistories.told(
            CustomerHistories.of(BUYERS.customerMonth(spark), 91, AS_OF),
            BUYERS.customers(spark),
            Optional.empty(),
            45),
        spark.createDataFrame(regions, StructType.fromDDL("customer_id STRING, region STRING")),
        List.of(new Dimension("region")));
  }

  private static Map<String, Double> map(Row row, String name) {
    return row.isNullAt(row.fieldIndex(name))
        ? Map.of()
        : new TreeMap<>(row.<String, Double>getJavaMap(row.fieldIndex(name)));
  }
}
