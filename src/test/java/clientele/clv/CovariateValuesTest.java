package clientele.clv;

import static clientele.clv.Worked.checked;
import static clientele.clv.Worked.here;
import static clientele.clv.Worked.map;
import static clientele.clv.Worked.money;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.catalogue.Vocabulary;
import clientele.model.Cell;
import clientele.model.CovariateFamily;
import clientele.model.CovariateFit;
import clientele.model.Here;
import clientele.model.LogCovariance;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistories;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.PurchaseOutlook;
import clientele.model.Season;
import clientele.model.SeasonFit;
import clientele.model.SeasonFit.Index;
import clientele.model.SpendModel;
import clientele.model.ValueInterval;
import clientele.model.ValueIntervals;
import clientele.settings.ClvSettings;
import clientele.settings.ClvSettings.Seasonality;
import clientele.settings.Dimension;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values of random customers of two regions, of whom those of the South buy a third as often. */
@ExtendWith(SparkExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class CovariateValuesTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 20);
  private static final double HORIZON = 365 / 7.0;
  private static final double INTEREST = Math.log(1.1) * 7 / 365;
  private static final List<Dimension> REGION = List.of(new Dimension("region"));
  private static final ClvSettings SETTINGS =
      new ClvSettings(
          Optional.empty(),
          Optional.empty(),
          List.of(PurchaseFamily.MBG_NBD),
          91,
          365,
          0.1,
          REGION,
          Seasonality.AUTO);

  /** Twice as much in December as in other months. */
  private static final Season SEASON = Season.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2);

  private static final Map<String, String> REGIONS = new HashMap<>();
  private static final Buyers BUYERS = buyers();

  private final SparkSession spark;
  private final Dataset<Row> histories;
  private final Dataset<Row> models;
  private final Map<String, Row> values = new HashMap<>();
  private final Dataset<Row> all;

  CovariateValuesTest(SparkSession spark) {
    this.spark = spark;
    histories = here(histories());
    models = checked(Tables.CLV_MODEL, ModelFits.of(SETTINGS).rows(histories, AS_OF));
    all = checked(Tables.CUSTOMER_CLV, values(histories, models));
    all.collectAsList().forEach(row -> values.put(row.getAs("customer_id"), row));
  }

  private static Buyers buyers() {
    List<Buyers.Buyer> buyers = new ArrayList<>();
    for (Buyers.Buyer buyer : Buyers.of(7, 800, START, AS_OF).all()) {
      int number = Integer.parseInt(buyer.id().substring(1));
      String region =
          number % 10 == 9
              ? (number % 20 == 9 ? "unknown" : "East")
              : number % 2 == 0 ? "North" : "South";
      REGIONS.put(buyer.id(), region);
      TreeMap<LocalDate, Buyers.Money> days = new TreeMap<>();
      for (LocalDate day : buyer.days().keySet()) {
        if (!region.equals("South") || buyer.days().headMap(day).size() % 3 == 0) {
          days.put(day, buyer.days().get(day));
        }
      }
      buyers.add(new Buyers.Buyer(buyer.id(), buyer.signedUpOn(), days, buyer.refunds()));
    }
    return new Buyers(buyers, AS_OF);
  }

  @Test
  void theyAreUsedWhereTheyForetellBetter() {
    Row covariates = model("covariates");

    assertThat(covariates.<Boolean>getAs("is_used")).isTrue();
    assertThat(model("all").<Boolean>getAs("is_used")).isTrue();
    assertThat(covariates.<String>getAs("method"))
        .isEqualTo("maximum likelihood, covariates by likelihood ratio and held out days");
    assertThat(map(covariates, "parameters"))
        .containsOnlyKeys(
            "r", "alpha", "a", "b", "alpha[region=South]", "a[region=South]", "b[region=South]");
    assertThat(map(covariates, "parameters").get("alpha[region=South]")).isGreaterThan(1.5);
    assertThat(map(covariates, "diagnostics").get("covariates_p_value")).isLessThan(1e-6);
    assertThat(map(covariates, "diagnostics"))
        .containsEntry("customers[region=North]", (double) buyersOf("North"))
        .containsEntry("customers[region=South]", (double) buyersOf("South"))
        .doesNotContainKeys("customers[region=East]", "customers[region=unknown]");
    assertThat(covariates.<Long>getAs("customers"))
        .isEqualTo(buyersOf("North") + buyersOf("South"));
    Map<String, Double> holdout = map(covariates, "holdout");
    assertThat(holdout).containsEntry("origins", 3.0);
    assertThat(holdout.get("log_score")).isGreaterThan(holdout.get("pooled_log_score"));
  }

  private static long buyersOf(String region) {
    return BUYERS.all().stream()
        .filter(buyer -> !buyer.days().isEmpty() && REGIONS.get(buyer.id()).equals(region))
        .count();
  }

  @Test
  void eachCustomerIsValuedByTheModelOfTheOwnCell() {
    Row spend = models.where("model = 'gamma-gamma'").first();
    SpendModel spending = SpendModel.of(spend.getAs("fitted_model"), map(spend, "parameters"));
    Map<String, PurchaseModel> purchases = new HashMap<>();
    Map<String, ValueIntervals> intervals = new HashMap<>();
    for (String region : List.of("North", "South", "East", "unknown")) {
      purchases.put(region, of(region));
      intervals.put(region, intervals(region, spending));
    }
    double later = Math.exp(-Math.log(1.1) / 730);
    double ratio = map(spend, "diagnostics").get("margin_ratio");
    for (Buyers.Buyer buyer : BUYERS.all()) {
      Row row = values.get(buyer.id());
      String region = REGIONS.get(buyer.id());
      if (buyer.days().isEmpty()) {
        assertThat(row.<String>getAs("method")).isNull();
        continue;
      }
      PurchaseHistory history = history(row);
      PurchaseOutlook outlook = purchases.get(region).outlook(history);
      assertThat(row.<Double>getAs("p_alive")).isEqualTo(outlook.alive(), within(1e-12));
      assertThat(row.<Double>getAs("p_no_purchase"))
          .isEqualTo(outlook.noOrder(HORIZON), within(1e-12));
      assertThat(row.<Double>getAs("expected_orders"))
          .isEqualTo(outlook.expectedOrders(HORIZON), within(1e-12));
      double orders = later * outlook.discountedOrders(HORIZON, INTEREST);
      long x = history.frequency();
      double again = buyer.spentAgain().revenue().doubleValue();
      double margin = buyer.marginOfRepeats().doubleValue();
      double mean = x == 0 ? 0 : again / x;
      double one = spending.expected(x, mean);
      double share = Math.max(0, (margin + ratio * one) / (again + one));
      assertThat(money(row, "clv"))
          .isEqualTo(orders * spending.expected(x, mean) * share, within(0.0051));
      double unit = later * spending.unit(x, mean) * share;
      ValueInterval interval = intervals.get(region).of(history);
      assertThat(money(row, "clv_low")).isEqualTo(interval.low() * unit, within(0.0051));
      assertThat(money(row, "clv_high")).isEqualTo(interval.high() * unit, within(0.0051));
      assertThat(row.<String>getAs("method"))
          .isEqualTo(
              isTold(region)
                  ? "maximum likelihood, covariates by likelihood ratio and held out days"
                  : "maximum likelihood, covariates unknown");
    }
  }

  private static boolean isTold(String region) {
    return region.equals("North") || region.equals("South");
  }

  private PurchaseModel of(String region) {
    Map<String, Double> parameters =
        isTold(region)
            ? CovariateFamily.parameters(
                map(model("covariates"), "parameters"), List.of("region=" + region))
            : map(model("all"), "parameters");
    return PurchaseFamily.model("mbg-nbd", parameters);
  }

  private LogCovariance covariance(String region) {
    return isTold(region)
        ? new LogCovariance(map(model("covariates"), "log_covariance"))
            .ofCell(PurchaseFamily.MBG_NBD, List.of("region=" + region))
        : new LogCovariance(map(model("all"), "log_covariance"));
  }

  private ValueIntervals intervals(String region, SpendModel spending) {
    return ValueIntervals.of(
        covariance(region).plausible(PurchaseFamily.MBG_NBD, of(region).parameters(), 100),
        spending,
        HORIZON,
        INTEREST,
        AS_OF.toString());
  }

  @Test
  void partitionsDoNotMatterAndHistoriesAreValuedOnce() {
    Dataset<Row> some =
        values(
            histories.repartition(7), spark.createDataFrame(models.toJavaRDD(), models.schema()));

    TableAssert.assertThat(some).hasSameContentAs(all);
    assertThat(some.queryExecution().executedPlan().toString()).containsOnlyOnce("MapPartitions");
  }

  @Test
  void whatDoesNotMatterChangesNoValue() {
    Column region = when(pmod(xxhash64(col("customer_id")), lit(2)).equalTo(0), "North");
    Column byChance = array(concat(lit("region="), coalesce(region, lit("South"))));
    Dataset<Row> alike = histories.withColumn(CustomerHistories.KNOWN, byChance);
    Dataset<Row> fits = here(ModelFits.of(SETTINGS).rows(alike, AS_OF));
    Row covariates = fits.where("segment = 'covariates'").first();
    Row pooled = fits.where("segment = 'all' AND model = 'mbg-nbd'").first();

    assertThat(covariates.<Boolean>getAs("is_used")).isFalse();
    assertThat(covariates.<String>getAs("method"))
        .isEqualTo("maximum likelihood, covariates refused by likelihood ratio");
    assertThat(map(pooled, "parameters")).isEqualTo(map(model("all"), "parameters"));
    TableAssert.assertThat(values(alike, fits))
        .hasSameContentAs(values(histories.drop(CustomerHistories.KNOWN), fits));
  }

  /** Asked for, and not a word of them, would be taken for having been of no use. */
  @Test
  void ofAttributesWithoutTwoCommonValuesARowSaysSo() {
    Statistic one = new Statistic(2, 30, 60, 0, 0, 199, List.of("region=North"));
    Group few = Group.of(Here.of(List.of(one)), new Clock(Season.NONE, AS_OF));
    Statistic other = new Statistic(2, 30, 60, 0, 0, 199, List.of());
    Group unasked = Group.of(Here.of(List.of(other)), new Clock(Season.NONE, AS_OF));

    Row row = SegmentRows.withoutCovariates("mbg-nbd", few).orElseThrow();
    assertThat(row.getString(ModelRow.COLUMNS.indexOf(Vocabulary.STATUS)))
        .isEqualTo("skipped: no attribute has two values with 200 customers each");
    assertThat(row.getBoolean(ModelRow.COLUMNS.indexOf(Vocabulary.IS_USED))).isFalse();
    assertThat(SegmentRows.withoutCovariates("mbg-nbd", unasked)).isEmpty();
  }

  @Test
  void heldOutDaysMayRefuseWhatIsLikelier() {
    Statistics statistics =
        Statistics.here(
                StatisticRows.of(histories, 91).collectAsList().iterator(),
                1_000_000,
                orders -> Seasons.off(AS_OF, 91))
            .orElseThrow();
    Covariates found =
        Covariates.of(
                ModelFits.Fitted.of(
                    PurchaseFamily.MBG_NBD, statistics.whole(), statistics.early(), 91),
                statistics,
                91)
            .orElseThrow();

    assertThat(found.choice()).contains(Covariates.Choice.BETTER);
    Covariates.Trial worse = new Covariates.Trial(2, 500, -1.2, -1.1);
    assertThat(new Covariates(found.fit(), 500, found.values(), worse).choice())
        .contains(Covariates.Choice.NO_BETTER);
    assertThat(new Covariates(found.fit(), 500, found.values(), Covariates.Trial.NONE).choice())
        .contains(Covariates.Choice.LIKELIER);
  }

  @Test
  void theirModelIsFittedAndTriedByTheClockOfTheSeason() {
    Index index = new Index(SEASON, Map.of(), 0, 0);
    SeasonFit fit = new SeasonFit("fitted", Optional.of(index), true, Map.of());
    List<Seasons.AtOrigin> origins =
        Origin.before(AS_OF, 91).stream()
            .map(origin -> new Seasons.AtOrigin(origin, fit, SEASON))
            .toList();
    Statistics statistics =
        Statistics.here(
                StatisticRows.of(histories, 91).collectAsList().iterator(),
                1_000_000,
                orders -> new Seasons(AS_OF, fit, SEASON, origins))
            .orElseThrow();
    ModelFits.Fitted plain =
        ModelFits.Fitted.of(PurchaseFamily.MBG_NBD, statistics.whole(), statistics.early(), 91);
    Covariates found = Covariates.of(plain, statistics, 91).orElseThrow();

    Clock clock = new Clock(SEASON, AS_OF);
    List<Statistic> told =
        statistics.whole().statistics().some().stream().filter(found.values()::tell).toList();
    PurchaseFit pooled =
        PurchaseFit.of(PurchaseFamily.MBG_NBD, Here.of(told).map(all -> byClock(all, clock)));
    CovariateFit expected =
        CovariateFit.of(
                found.fit().family(),
                Here.of(told)
                    .map(
                        all ->
                            List.of(
                                new Cell(List.of(), byClock(of("North", all), clock)),
                                new Cell(List.of(0), byClock(of("South", all), clock)))),
                pooled)
            .orElseThrow();
    assertThat(found.fit().logLikelihood()).isEqualTo(expected.logLikelihood(), within(1e-6));
    assertThat(found.fit().chiSquare()).isEqualTo(expected.chiSquare(), within(1e-5));

    double score = 0;
    for (int i = 0; i < 3; i++) {
      Clock then = new Clock(SEASON, origins.get(i).origin().day());
      PurchaseModel model = plain.holdouts().all().get(i).fit().model();
      double sum = 0;
      double customers = 0;
      for (Statistic one : statistics.early().get(i).customers()) {
        if (found.values().tell(one)) {
          PurchaseOutlook outlook = model.outlook(one.history(then));
          double came = outlook.exactly(one.later(), then.ahead(91) / 7);
          sum += one.customers() * Math.log(came);
          customers += one.customers();
        }
      }
      score += sum / customers / 3;
    }
    assertThat(found.trial().pooledScore()).isEqualTo(score, within(1e-9));
    assertThat(found.choice()).contains(Covariates.Choice.BETTER);
  }

  private static List<Statistic> of(String region, List<Statistic> all) {
    return all.stream().filter(one -> one.known().equals(List.of("region=" + region))).toList();
  }

  /** As models know them, day by day of the season. */
  private static PurchaseHistories byClock(List<Statistic> all, Clock clock) {
    return PurchaseHistories.of(
        all.stream().mapToLong(Statistic::frequency).toArray(),
        all.stream()
            .mapToDouble(
                one ->
                    clock.since(one.age(), 0) / 7 - clock.since(one.age() - one.recency(), 0) / 7)
            .toArray(),
        all.stream().mapToDouble(one -> clock.since(one.age(), 0) / 7).toArray(),
        all.stream().mapToDouble(Statistic::customers).toArray());
  }

  @Test
  void eachCustomerIsValuedByTheOwnCellAndTheSeason() {
    Column[] factors =
        SEASON.parameters().entrySet().stream()
            .flatMap(factor -> Stream.of(lit(factor.getKey()), lit(factor.getValue())))
            .toArray(Column[]::new);
    Column isSeason = col("model").equalTo("seasonality");
    Dataset<Row> seasonal =
        models
            .withColumn("is_used", col("is_used").or(isSeason))
            .withColumn(
                "parameters", when(isSeason, functions.map(factors)).otherwise(col("parameters")));
    Horizon horizon = Horizon.of(SETTINGS, AS_OF).by(SEASON);
    Map<String, PurchaseModel> purchases = new HashMap<>();
    for (String region : List.of("North", "South", "East", "unknown")) {
      purchases.put(region, of(region));
    }
    for (Row row : values(histories, seasonal).collectAsList()) {
      if (row.getAs("frequency") != null) {
        PurchaseHistory history =
            horizon
                .clock()
                .history(
                    row.<Long>getAs("frequency"),
                    row.<Integer>getAs("recency_days"),
                    row.<Integer>getAs("age_days"));
        PurchaseOutlook outlook =
            purchases.get(REGIONS.get(row.<String>getAs("customer_id"))).outlook(history);
        assertThat(row.<Double>getAs("p_alive")).isEqualTo(outlook.alive(), within(1e-12));
        assertThat(row.<Double>getAs("expected_orders"))
            .isEqualTo(outlook.expectedOrders(horizon.length()), within(1e-9));
        double orders = horizon.discount(0.5) * horizon.discounted(outlook);
        assertThat(money(row, "order_clv"))
            .isEqualTo(orders * money(row, "expected_order_margin"), within(0.0051 * (1 + orders)));
      }
    }
  }

  private Row model(String segment) {
    return models.where("model = 'mbg-nbd'").where("segment = '" + segment + "'").first();
  }

  private static PurchaseHistory history(Row row) {
    return new PurchaseHistory(
        row.<Long>getAs("frequency"),
        row.<Integer>getAs("recency_days") / 7.0,
        row.<Integer>getAs("age_days") / 7.0);
  }

  private Dataset<Row> histories() {
    List<Row> regions = new ArrayList<>();
    REGIONS.forEach(
        (id, region) ->
            regions.add(RowFactory.create(id, region.equals("unknown") ? null : region)));
    return CustomerHistories.known(
        CustomerHistories.told(
            CustomerHistories.of(BUYERS.customerMonth(spark), 91, AS_OF),
            BUYERS.customers(spark),
            Optional.empty(),
            45),
        spark.createDataFrame(regions, StructType.fromDDL("customer_id STRING, region STRING")),
        REGION);
  }

  private static Dataset<Row> values(Dataset<Row> histories, Dataset<Row> models) {
    return CustomerValues.of(histories, Optional.empty(), models, SETTINGS, AS_OF);
  }
}
