package clientele.clv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Check;
import clientele.catalogue.Tables;
import clientele.model.CovariateFamily;
import clientele.model.GammaGamma;
import clientele.model.LogCovariance;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.ValueSpread;
import clientele.settings.ClvSettings;
import clientele.settings.ClvSettings.Seasonality;
import clientele.settings.Dimension;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.hipparchus.distribution.continuous.LogNormalDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Totals of random customers are what loops over them add up. */
@ExtendWith(SparkExtension.class)
final class CohortValuesTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 20);
  private static final LocalDate UNKNOWN = LocalDate.of(1900, 1, 1);
  private static final int NEAR_DAYS = 45;
  private static final double MODEL_ERROR = 0.07;

  private static final Map<String, Double> PARAMETERS =
      Map.of("r", 0.525, "alpha", 6.183, "a", 0.891, "b", 1.614);
  private static final LogCovariance COVARIANCE =
      new LogCovariance(
          Map.of(
              "r,r", 0.0256,
              "r,alpha", 0.0120,
              "r,a", -0.0200,
              "r,b", -0.0280,
              "alpha,alpha", 0.0130,
              "alpha,a", -0.0080,
              "alpha,b", -0.0100,
              "a,a", 0.0320,
              "a,b", 0.0480,
              "b,b", 0.1120));
  private static final List<Dimension> CHANNEL = List.of(new Dimension("acquisition_channel"));
  private static final String WEB = "acquisition_channel=channel 1";

  /** What all have, and factors of those who came by channel 1. */
  private static final CovariateFamily FAMILY =
      new CovariateFamily(PurchaseFamily.MBG_NBD, List.of(WEB));

  private static final Map<String, Double> WITH_FACTORS = new HashMap<>(PARAMETERS);
  private static final LogCovariance OF_FACTORS;

  static {
    WITH_FACTORS.putAll(
        Map.of("r", 0.6, "alpha[" + WEB + "]", 0.4, "a[" + WEB + "]", 1.5, "b[" + WEB + "]", 0.8));
    int n = FAMILY.names().size();
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] = i == j ? 0.02 + 0.01 * i : 0.002;
      }
    }
    OF_FACTORS = LogCovariance.of(FAMILY.names(), covariance);
  }

  private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);
  private static final ClvSettings SETTINGS =
      new ClvSettings(
          Optional.empty(),
          Optional.empty(),
          List.of(PurchaseFamily.MBG_NBD),
          91,
          365,
          0.1,
          CHANNEL,
          Seasonality.AUTO);

  /** A customer with what the tables say; no cost: not known; no clv: there is none. */
  private record Member(
      Buyers.Buyer buyer,
      LocalDate paidOn,
      String channel,
      BigDecimal cost,
      BigDecimal clv,
      boolean isKnown) {
    LocalDate cohort() {
      LocalDate first =
          !buyer.days().isEmpty()
              ? buyer.days().firstKey()
              : paidOn != null ? paidOn : buyer.refunds().firstKey().atDay(1);
      return isKnown ? first.withDayOfMonth(1) : UNKNOWN;
    }

    /**
     * What the subscription has brought up to a month, with six tenths of 5.00 a month as margin.
     */
    BigDecimal recurringUpTo(YearMonth last) {
      YearMonth end = last.isAfter(YearMonth.from(AS_OF)) ? YearMonth.from(AS_OF) : last;
      long months = paidOn == null ? 0 : 1 + ChronoUnit.MONTHS.between(YearMonth.from(paidOn), end);
      return Buyers.cents(300 * Math.max(0, months));
    }

    BigDecimal recurring() {
      return recurringUpTo(YearMonth.from(AS_OF));
    }

    double nothing() {
      return model().outlook(history()).noOrder(365 / 7.0);
    }

    /** Of who subscribes, a tenth of the value. */
    BigDecimal orderClv() {
      return clv == null || paidOn == null ? clv : clv.divide(BigDecimal.TEN);
    }

    BigDecimal high() {
      return clv == null ? null : clv.multiply(BigDecimal.valueOf(3));
    }

    double variance() {
      ValueSpread spread = new ValueSpread(model(), SPEND, 365 / 7.0, Math.log(1.1) * 7 / 365);
      double ofOrders = Math.pow(orderClv().doubleValue(), 2) * spread.relativeVariance(history());
      double value = clv.doubleValue();
      return paidOn == null ? ofOrders : Math.max(ofOrders, 2 * value * value);
    }

    boolean hasCost() {
      return isKnown && cost != null;
    }

    BigDecimal margin() {
      return buyer.spent().margin().subtract(buyer.refunded());
    }

    BigDecimal marginUpTo(YearMonth last) {
      BigDecimal margin =
          buyer.days().headMap(last.atEndOfMonth(), true).values().stream()
              .map(Buyers.Money::margin)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      return buyer.refunds().headMap(last, true).values().stream()
          .reduce(margin, BigDecimal::subtract)
          .add(recurringUpTo(last));
    }

    private boolean isTold() {
      return !channel.equals("unknown");
    }

    private List<String> cell() {
      return List.of("acquisition_channel=" + channel);
    }

    Map<String, Double> parameters() {
      return isTold() ? CovariateFamily.parameters(WITH_FACTORS, cell()) : PARAMETERS;
    }

    PurchaseModel model() {
      return PurchaseFamily.model("mbg-nbd", parameters());
    }

    List<PurchaseModel> around() {
      LogCovariance covariance =
          isTold() ? OF_FACTORS.ofCell(PurchaseFamily.MBG_NBD, cell()) : COVARIANCE;
      return covariance.around(PurchaseFamily.MBG_NBD, parameters());
    }

    double expects(PurchaseModel model) {
      return model.outlook(history()).expectedOrders(365 / 7.0);
    }

    PurchaseHistory history() {
      LocalDate first = buyer.days().firstKey();
      return new PurchaseHistory(
          buyer.days().size() - 1,
          ChronoUnit.DAYS.between(first, buyer.days().lastKey()) / 7.0,
          ChronoUnit.DAYS.between(first, AS_OF) / 7.0);
    }
  }

  private final SparkSession spark;

  CohortValuesTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyCellIsWhatLoopsOverCustomersAddUp() {
    List<Member> members = members(Optional.of(START));
    Dataset<Row> rows = rows(members, Optional.of(START), models());
    Map<List<String>, Row> cells = new HashMap<>();
    for (Row row : rows.collectAsList()) {
      Object cohort = row.getAs("cohort");
      cells.put(List.of(row.getAs("dimension"), row.getAs("value"), String.valueOf(cohort)), row);
    }

    int checked = 0;
    Map<String, Function<Member, String>> dimensions =
        Map.of("all", member -> "all", "acquisition_channel", Member::channel);
    for (Map.Entry<String, Function<Member, String>> dimension : dimensions.entrySet()) {
      for (String value : members.stream().map(dimension.getValue()).distinct().toList()) {
        List<Member> total =
            members.stream().filter(m -> dimension.getValue().apply(m).equals(value)).toList();
        check(cells.get(List.of(dimension.getKey(), value, "null")), total, null);
        checked++;
        for (LocalDate cohort : total.stream().map(Member::cohort).distinct().toList()) {
          List<Member> one = total.stream().filter(m -> m.cohort().equals(cohort)).toList();
          check(cells.get(List.of(dimension.getKey(), value, cohort.toString())), one, cohort);
          checked++;
        }
      }
    }
    assertThat(cells).hasSize(checked);
    assertThat(rows.where("payback_months > 0").count()).isPositive();
    assertThat(rows.where("payback_months is null and cost_known_share > 0").count()).isPositive();
  }

  private static void check(Row row, List<Member> members, LocalDate cohort) {
    List<Member> costed = members.stream().filter(Member::hasCost).toList();
    double clv = sum(members, Member::clv).doubleValue();
    assertThat(row.<Boolean>getAs("is_total")).isEqualTo(cohort == null);
    assertThat(row.<Long>getAs("customers")).isEqualTo(members.size());
    assertThat(row.<BigDecimal>getAs("historical_margin"))
        .isEqualByComparingTo(sum(members, Member::margin));
    assertThat(row.<BigDecimal>getAs("recurring_margin"))
        .isEqualByComparingTo(sum(members, Member::recurring));
    assertThat(row.<Double>getAs("cost_known_share"))
        .isEqualTo((double) costed.size() / members.size());
    assertThat(row.<Integer>getAs("payback_months")).isEqualTo(payback(costed));
    if (members.stream().allMatch(member -> member.clv == null)) {
      assertThat(row.<BigDecimal>getAs("clv")).isNull();
      assertThat(row.<BigDecimal>getAs("clv_low")).isNull();
      return;
    }
    assertThat(row.<BigDecimal>getAs("clv")).isEqualByComparingTo(sum(members, Member::clv));
    double process = 0;
    double[] others = new double[8];
    for (Member member : members) {
      if (member.clv != null) {
        List<PurchaseModel> around = member.around();
        process += member.variance();
        double value = member.orderClv().doubleValue();
        for (int k = 0; k < others.length; k++) {
          others[k] += value * member.expects(around.get(k)) / member.expects(member.model());
        }
      }
    }
    double mean = Arrays.stream(others).average().orElseThrow();
    double parameters =
        Arrays.stream(others).map(o -> (o - mean) * (o - mean)).average().orElseThrow();
    double error = Math.pow(MODEL_ERROR * clv, 2);
    assertNear(row, "process_variance", process);
    assertNear(row, "parameter_variance", parameters);
    assertNear(row, "model_error_variance", error);
    double nothing =
        members.stream()
            .filter(m -> m.clv != null)
            .mapToDouble(m -> m.paidOn == null ? m.nothing() : 0)
            .reduce(1, (all, one) -> all * one);
    double variance = process + parameters + error;
    assertThat(row.<BigDecimal>getAs("clv_low").doubleValue())
        .isEqualTo(low(clv, variance, nothing), within(0.0051));
    assertThat(row.<BigDecimal>getAs("clv_high").doubleValue())
        .isEqualTo(high(clv, variance, nothing), within(0.0051));
    if (costed.isEmpty()) {
      assertThat(row.<BigDecimal>getAs("acquisition_cost")).isNull();
      assertThat(row.<Double>getAs("clv_to_acquisition_cost")).isNull();
      return;
    }
    double cost = sum(costed, Member::cost).doubleValue();
    double expected = sum(costed, Member::clv).doubleValue();
    double margin = sum(costed, m -> m.margin().add(m.recurring())).doubleValue();
    assertNear(row, "clv_to_acquisition_cost", expected / cost);
    assertNear(row, "value_to_acquisition_cost", (margin + expected) / cost);
    assertThat(row.<BigDecimal>getAs("acquisition_cost").doubleValue())
        .isEqualTo(cost, within(0.001));
  }

  private static void assertNear(Row row, String name, double expected) {
    assertThat(row.<Double>getAs(name))
        .as(name)
        .isEqualTo(expected, within(1e-9 * (1 + Math.abs(expected))));
  }

  private static double low(double mean, double variance, double nothing) {
    if (nothing >= 0.025) {
      return 0;
    }
    double expected = mean / (1 - nothing);
    double c = (variance + mean * mean) / (1 - nothing) / (expected * expected) - 1;
    double z =
        new NormalDistribution().inverseCumulativeProbability((0.025 - nothing) / (1 - nothing));
    return expected * Math.pow(Math.max(0, 1 - c / 9 + z * Math.sqrt(c) / 3), 3);
  }

  private static double high(double mean, double variance, double nothing) {
    double expected = mean / (1 - nothing);
    double square = (variance + mean * mean) / (1 - nothing);
    double logVariance = Math.log(square / (expected * expected));
    double level = ((nothing < 0.025 ? 0.975 : 0.95) - nothing) / (1 - nothing);
    return level > 0
        ? new LogNormalDistribution(Math.log(expected) - logVariance / 2, Math.sqrt(logVariance))
            .inverseCumulativeProbability(level)
        : 0;
  }

  /**
   * Totals of some customers, each of whom may come to nothing, in 40,000 simulated years: the
   * share above the bound to one point, that below the other at most 4.5 %, as the least totals are
   * those of one order, of which the gamma distribution knows nothing.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.3", "3, 0.5", "10, 0.05", "30, 0.3", "100, 0.05"})
  void boundsHoldSimulatedTotals(int customers, double comes) {
    Random random = new Random(customers);
    double[] totals = new double[40_000];
    for (int year = 0; year < totals.length; year++) {
      for (int customer = 0; customer < customers; customer++) {
        while (random.nextDouble() < comes) {
          totals[year] += Math.exp(0.6 * random.nextGaussian());
        }
      }
    }
    double mean = Arrays.stream(totals).average().orElseThrow();
    double variance = Arrays.stream(totals).map(t -> t * t).average().orElseThrow() - mean * mean;
    double nothing = Math.pow(1 - comes, customers);
    Row bounds =
        spark
            .range(1)
            .select(
                CohortValues.low(
                    functions.lit(mean), functions.lit(variance), functions.lit(nothing)),
                CohortValues.high(
                    functions.lit(mean), functions.lit(variance), functions.lit(nothing)))
            .first();
    double tail = nothing < 0.025 ? 0.025 : 0.05;

    assertThat(share(totals, total -> total < bounds.getDouble(0))).isLessThan(0.045);
    assertThat(share(totals, total -> total > bounds.getDouble(1))).isEqualTo(tail, within(0.01));
  }

  private static double share(double[] totals, DoublePredicate is) {
    return (double) Arrays.stream(totals).filter(is).count() / totals.length;
  }

  /** One customer of a thousand who is worth a million times the others hides nobody. */
  @Test
  void aTotalThatOneCustomerDominatesHasBounds() {
    Row bounds =
        spark
            .range(1)
            .select(
                CohortValues.high(
                    functions.lit(1000.0), functions.lit(857 * 1e6), functions.lit(0.032)))
            .first();

    assertThat(bounds.getDouble(0)).isBetween(1000.0, 10_000.0);
  }

  /** Of cohorts that are n months old or older, the first n by which they had earned their cost. */
  private static Integer payback(List<Member> members) {
    for (int n = 0; n < 20; n++) {
      int months = n;
      List<Member> old =
          members.stream().filter(m -> !m.cohort().plusMonths(months).isAfter(AS_OF)).toList();
      BigDecimal earned =
          sum(old, m -> m.marginUpTo(YearMonth.from(m.cohort()).plusMonths(months)));
      if (!old.isEmpty() && earned.compareTo(sum(old, Member::cost)) >= 0) {
        return n;
      }
    }
    return null;
  }

  private static BigDecimal sum(List<Member> members, Function<Member, BigDecimal> part) {
    return members.stream()
        .map(part)
        .filter(money -> money != null)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void totalsFootToTheCustomersAndWithoutAModelThereIsNoValue() {
    List<Member> members =
        members(Optional.empty()).stream()
            .map(m -> new Member(m.buyer, m.paidOn, m.channel, m.cost, null, true))
            .toList();
    Dataset<Row> rows = rows(members, Optional.empty(), models().where("false"));

    assertThat(rows.where("clv_low is not null or process_variance is not null").count()).isZero();
    List<Row> sums =
        rows.groupBy("dimension", "is_total")
            .agg(functions.sum("customers"), functions.sum("historical_margin"))
            .collectAsList();
    assertThat(sums).hasSize(4);
    for (Row sum : sums) {
      assertThat(sum.getLong(2)).isEqualTo(members.size());
      assertThat(sum.getDecimal(3)).isEqualByComparingTo(sum(members, Member::margin));
    }
  }

  private static List<Member> members(Optional<LocalDate> startsOn) {
    Random random = new Random(3);
    List<Member> members = new ArrayList<>();
    for (Buyers.Buyer buyer : Buyers.of(5, 150, START, AS_OF).all()) {
      boolean isNear =
          !buyer.days().isEmpty()
              && startsOn.stream()
                  .anyMatch(s -> s.plusDays(NEAR_DAYS).isAfter(buyer.days().firstKey()));
      boolean isOlder =
          buyer.signedUpOn() != null
              && startsOn.stream().anyMatch(start -> buyer.signedUpOn().isBefore(start));
      String channel = random.nextInt(4) == 0 ? "unknown" : "channel " + random.nextInt(2);
      BigDecimal cost = random.nextInt(4) == 0 ? null : Buyers.cents(random.nextInt(12_000));
      BigDecimal clv =
          buyer.days().isEmpty() ? null : Buyers.cents(10L * (1 + random.nextInt(900)));
      LocalDate paidOn = random.nextInt(5) == 0 ? START.plusDays(random.nextInt(300)) : null;
      members.add(new Member(buyer, paidOn, channel, cost, clv, !isNear && !isOlder));
    }
    return members;
  }

  /** The rows of the table, which its checks find good. */
  private Dataset<Row> rows(
      List<Member> members, Optional<LocalDate> startsOn, Dataset<Row> models) {
    Dataset<Row> computed =
        new CohortValues(
                new CohortMembers(
                    customers(members), Optional.of(paid(members)), startsOn, NEAR_DAYS),
                CHANNEL,
                List.of(),
                AS_OF)
            .rows(
                new Buyers(members.stream().map(Member::buyer).toList(), AS_OF)
                    .customerMonth(spark),
                Optional.of(subscriptionMonth(members)),
                values(members),
                models,
                SETTINGS);
    Dataset<Row> rows = spark.createDataFrame(computed.collectAsList(), computed.schema());
    for (Check check : Tables.CLV_COHORT.checks()) {
      assertThat(rows.select(check.violations()).first().getLong(0)).as(check.name()).isZero();
    }
    return rows;
  }

  private Dataset<Row> customers(List<Member> members) {
    return dataset(
        Tables.CUSTOMERS_TABLE.schema(),
        members,
        Map.of(
            "customer_id", m -> m.buyer.id(),
            "signed_up_on", m -> date(m.buyer.signedUpOn()),
            "acquisition_channel", m -> m.channel.equals("unknown") ? null : m.channel,
            "acquisition_cost", Member::cost));
  }

  private Dataset<Row> values(List<Member> members) {
    Map<String, Function<Member, Object>> cells = new HashMap<>();
    cells.put("customer_id", m -> m.buyer.id());
    cells.put("historical_margin", Member::margin);
    cells.put("order_clv", Member::orderClv);
    cells.put("p_no_purchase", m -> m.buyer.days().isEmpty() ? null : m.nothing());
    cells.put(
        "subscription_clv",
        m -> m.clv == null || m.paidOn == null ? null : m.clv.subtract(m.orderClv()));
    cells.put("clv", Member::clv);
    cells.put("clv_low", m -> m.clv == null ? null : Buyers.cents(0));
    cells.put("clv_high", Member::high);
    Map<String, Function<Member, Object>> ofBuyers =
        Map.of(
            "first_order_on", m -> date(m.buyer.days().firstKey()),
            "frequency", m -> m.history().frequency(),
            "recency_days", m -> days(m.history().recency()),
            "age_days", m -> days(m.history().age()));
    ofBuyers.forEach(
        (name, cell) -> cells.put(name, m -> m.buyer.days().isEmpty() ? null : cell.apply(m)));
    return dataset(Tables.CUSTOMER_CLV.schema(), members, cells);
  }

  private Dataset<Row> subscriptionMonth(List<Member> members) {
    List<Row> rows = new ArrayList<>();
    for (Member member : members) {
      LocalDate from = member.paidOn == null ? AS_OF.plusMonths(1) : member.paidOn;
      for (LocalDate month = from.withDayOfMonth(1);
          !month.isAfter(AS_OF);
          month = month.plusMonths(1)) {
        rows.add(RowFactory.create(member.buyer.id(), Date.valueOf(month), Buyers.cents(500)));
      }
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("customer_id", "string")
            .add("month", "date")
            .add("closing_mrr", "decimal(28,2)"));
  }

  private Dataset<Row> paid(List<Member> members) {
    return dataset(
        new StructType().add("customer_id", "string").add("first_paid_on", "date"),
        members.stream().filter(m -> m.paidOn != null).toList(),
        Map.of("customer_id", m -> m.buyer.id(), "first_paid_on", m -> date(m.paidOn)));
  }

  private static Date date(LocalDate date) {
    return date == null ? null : Date.valueOf(date);
  }

  private static int days(double weeks) {
    return (int) Math.round(7 * weeks);
  }

  private Dataset<Row> dataset(
      StructType schema, List<Member> members, Map<String, Function<Member, Object>> cells) {
    List<Row> rows = new ArrayList<>();
    for (Member member : members) {
      rows.add(
          RowFactory.create(
              Arrays.stream(schema.fieldNames())
                  .map(name -> cells.getOrDefault(name, m -> null).apply(member))
                  .toArray()));
    }
    return spark.createDataFrame(rows, schema);
  }

  private Dataset<Row> models() {
    return TextTable.of(
        spark,
        Tables.CLV_MODEL.schema(),
        """
        model       | segment | fitted_model | is_used | parameters | log_covariance | diagnostics
        bg-nbd      | all     | bg-nbd       | false   | {"r": 1}   | null           | null
        mbg-nbd     | all     | mbg-nbd      | true    | %s         | %s             | %s
        gamma-gamma | all     | gamma-gamma  | true    | %s         | null           | %s
        mbg-nbd  | covariates | mbg-nbd      | true    | %s         | %s             | %s
        """
            .formatted(
                json(PARAMETERS),
                json(COVARIANCE.pairs()),
                json(Map.of("model_error", MODEL_ERROR)),
                json(SPEND.parameters()),
                json(Map.of("margin_ratio", 0.6)),
                json(WITH_FACTORS),
                json(OF_FACTORS.pairs()),
                json(
                    Map.of(
                        "customers[acquisition_channel=channel 0]", 400.0,
                        "customers[acquisition_channel=channel 1]", 300.0))));
  }

  private static String json(Map<String, Double> numbers) {
    return numbers.entrySet().stream()
        .map(number -> "\"" + number.getKey() + "\": " + number.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
