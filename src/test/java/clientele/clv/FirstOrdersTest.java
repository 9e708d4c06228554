package clientele.clv;

import static clientele.clv.Worked.checked;
import static clientele.clv.Worked.here;
import static clientele.clv.Worked.map;
import static clientele.clv.Worked.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.catalogue.Vocabulary;
import clientele.clv.Buyers.Buyer;
import clientele.clv.Buyers.Money;
import clientele.model.Here;
import clientele.model.Opportunities;
import clientele.model.PurchaseFamily;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import clientele.settings.ClvSettings.Seasonality;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What customers are worth where all that is known of their money are first orders. */
@ExtendWith(SparkExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class FirstOrdersTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 20);
  private static final List<PurchaseFamily> FAMILIES =
      List.of(PurchaseFamily.MBG_NBD, PurchaseFamily.PARETO_NBD);
  private static final ClvSettings SETTINGS = settings(FAMILIES);

  /** All but the last, who may have bought before the data begin, have bought once. */
  private static final Buyers ONCE =
      new Buyers(
          List.of(
              buyer("a", Map.of(AS_OF.minusDays(7), new Money(whole(3000), whole(1200)))),
              buyer("b", Map.of(AS_OF.minusDays(14), new Money(whole(6000), whole(2400)))),
              buyer("c", Map.of(AS_OF.minusDays(365), new Money(whole(0), whole(-600)))),
              buyer(
                  "d",
                  Map.of(
                      START.plusDays(5), new Money(whole(900), whole(900)),
                      START.plusDays(99), new Money(whole(2000), whole(1500))))),
          AS_OF);

  // Half an order in the 7 + 14 + 365 days that were seen and 365 more; money of a, b and c.
  private static final double DAILY_RATE = 0.5 / 751;
  private static final double MEAN = 3000;
  private static final double RATIO = 1 / 3.0;

  private final SparkSession spark;
  private final Dataset<Row> histories;
  private final Dataset<Row> models;

  FirstOrdersTest(SparkSession spark) {
    this.spark = spark;
    this.histories = histories(ONCE, Optional.of(START));
    this.models = checked(Tables.CLV_MODEL, ModelFits.of(SETTINGS).rows(histories, AS_OF));
  }

  @Test
  void whereNobodyHasBoughtAgainHalfAnOrderAndFirstOrdersStandIn() {
    for (PurchaseFamily family : FAMILIES) {
      Row row = models.where("model = '%s'".formatted(family.label())).first();
      assertThat(row.<String>getAs("status")).isEqualTo("skipped: nobody has bought again");
      assertThat(row.<Boolean>getAs("is_used")).isFalse();
      assertThat(row.isNullAt(row.fieldIndex("parameters"))).isTrue();
      assertThat(row.<String>getList(row.fieldIndex("warnings"))).isEmpty();
    }
    Row mean = models.where("model = 'mean'").first();
    Row spend = models.where("model = 'gamma-gamma'").first();

    assertThat(models.where("is_used").count()).isEqualTo(2);
    assertThat(mean.<Boolean>getAs("is_used")).isTrue();
    assertThat(mean.<Boolean>getAs("converged")).isFalse();
    assertThat(mean.<Long>getAs("customers")).isEqualTo(3);
    assertThat(map(mean, "parameters").get("rate")).isEqualTo(7 * DAILY_RATE, within(1e-15));
    assertThat(ModelRow.refusals(mean))
        .singleElement()
        .asString()
        .startsWith("mean of all stands in for models that need repeat purchases: nobody");
    assertThat(spend.<String>getAs("status"))
        .isEqualTo("skipped: nobody has paid for buying again");
    assertThat(spend.<String>getAs("fitted_model")).isEqualTo("own-mean");
    assertThat(spend.<String>getAs("method")).isEqualTo("mean of first orders");
    assertThat(spend.<Long>getAs("customers")).isEqualTo(3);
    assertThat(map(spend, "parameters")).isEqualTo(Map.of("mean", MEAN));
    assertThat(map(spend, "diagnostics"))
        .isEqualTo(Map.of("margin_ratio", RATIO, "mean_order", MEAN));
    assertThat(spend.<String>getList(spend.fieldIndex("warnings"))).hasSize(1);
  }

  @Test
  void statisticsTooManyForOneTaskGiveTheSame() {
    ModelFits spread =
        new ModelFits(FAMILIES, FAMILIES, 91, 1, 2_000, Seasonality.OFF, Season.NONE);

    TableAssert.assertThat(here(spread.rows(histories, AS_OF))).hasSameContentAs(models);
  }

  /** A year is as long as its opportunities, where these are the unit of time. */
  @Test
  void theYearMoreThanWasSeenIsOneByAnyClock() {
    Statistic one = new Statistic(0, 0, 91, 0, 0, 10, List.of());
    Clock quarters = new Clock(new Opportunities(3), LocalDate.of(2024, 3, 31));
    Group group = Group.of(Here.of(List.of(one)), quarters);
    Row mean = PurchaseRows.meanWithoutRepeats(group).orElseThrow();

    assertThat(mean.<String, Double>getJavaMap(ModelRow.COLUMNS.indexOf(Vocabulary.PARAMETERS)))
        .isEqualTo(Map.of("rate", 0.5 / (10 + 4)));
  }

  @Test
  void everybodyHasAValue() {
    Dataset<Row> values = checked(Tables.CUSTOMER_CLV, values(histories, models));
    // A rate that goes on for a year at 10 %, the money of a day at its end.
    double orders = DAILY_RATE * 365 * (1 - 1 / 1.1) / Math.log(1.1) * Math.pow(1.1, -0.5 / 365);

    for (Row row : values.where("customer_id <> 'd'").collectAsList()) {
      assertThat(row.<String>getAs("status")).isEqualTo("not_identified");
      assertThat(row.<String>getAs("model")).isEqualTo("mean");
      assertThat(row.<String>getAs("method")).isEqualTo("mean of the population");
      assertThat(row.<Double>getAs("p_alive")).isEqualTo(1);
      assertThat(row.<Double>getAs("p_no_purchase"))
          .isEqualTo(Math.exp(-365 * DAILY_RATE), within(1e-12));
      assertThat(row.<Double>getAs("expected_orders")).isEqualTo(365 * DAILY_RATE, within(1e-12));
      assertThat(money(row, "clv")).isEqualTo(orders * MEAN * RATIO, within(0.0051));
      assertThat(money(row, "clv_low")).isZero();
      assertThat(money(row, "clv_high")).isGreaterThan(money(row, "clv"));
    }
    // Who came before the data begin goes on to spend as before, on a margin drawn to that of all.
    Row old = values.where("customer_id = 'd'").first();
    assertThat(old.<String>getAs("status")).isEqualTo("left_truncated");
    assertThat(money(old, "clv")).isEqualTo(orders * (1500 + RATIO * 2000) / 2, within(0.0051));

    // All that bounds of cohorts need to know of the models.
    for (Row spread :
        Spreads.of(SETTINGS, AS_OF).rows(values, UsedModels.row(models)).collectAsList()) {
      assertThat(spread.<Double>getList(spread.fieldIndex("spreads")).get(0))
          .isPositive()
          .isFinite();
    }
    assertThat(Contenders.rows(models).isEmpty()).isTrue(); // so validation has no rows
  }

  @Test
  void whereNobodyHasPaidForBuyingAgainFirstOrdersStandInForSpendAlone() {
    Buyers free =
        new Buyers(
            Buyers.of(5, 40, START, AS_OF).all().stream()
                .map(FirstOrdersTest::withFreeRepeats)
                .toList(),
            AS_OF);
    Dataset<Row> all = histories(free, Optional.empty());
    ClvSettings settings = settings(List.of(PurchaseFamily.MBG_NBD));
    Dataset<Row> fitted = here(ModelFits.of(settings).rows(all, AS_OF));
    Row spend = fitted.where("model = 'gamma-gamma'").first();
    double paid =
        free.all().stream().mapToDouble(buyer -> buyer.spent().revenue().doubleValue()).sum();
    long customers = free.all().stream().filter(buyer -> !buyer.days().isEmpty()).count();

    assertThat(fitted.where("model = 'mean'").count()).isZero();
    assertThat(spend.<String>getAs("status"))
        .isEqualTo("skipped: nobody has paid for buying again");
    assertThat(map(spend, "parameters").get("mean")).isEqualTo(paid / customers, within(1e-9));
    for (Row row : values(all, fitted).where("frequency is not null").collectAsList()) {
      boolean isOnce = row.<Long>getAs("frequency") == 0;
      assertThat(row.<Double>getAs("expected_orders")).isPositive();
      // Who bought again for nothing goes on so.
      assertThat(money(row, "clv") > 0).isEqualTo(isOnce);
    }
  }

  private static ClvSettings settings(List<PurchaseFamily> families) {
    return new ClvSettings(
        Optional.empty(), Optional.empty(), families, 91, 365, 0.1, List.of(), Seasonality.OFF);
  }

  private static Buyer withFreeRepeats(Buyer buyer) {
    TreeMap<LocalDate, Money> days = new TreeMap<>(buyer.days());
    buyer.days().keySet().stream().skip(1).forEach(day -> days.put(day, Money.NONE));
    return new Buyer(buyer.id(), buyer.signedUpOn(), days, buyer.refunds());
  }

  private static Buyer buyer(String id, Map<LocalDate, Money> days) {
    return new Buyer(id, null, new TreeMap<>(days), new TreeMap<>());
  }

  private static BigDecimal whole(int units) {
    return Buyers.cents(100L * units);
  }

  private Dataset<Row> histories(Buyers buyers, Optional<LocalDate> startsOn) {
    return CustomerHistories.told(
        CustomerHistories.of(buyers.customerMonth(spark).repartition(2), 91, AS_OF),
        buyers.customers(spark),
        startsOn,
        45);
  }

  private static Dataset<Row> values(Dataset<Row> histories, Dataset<Row> models) {
    return CustomerValues.of(histories, Optional.empty(), models, SETTINGS, AS_OF);
  }
}
