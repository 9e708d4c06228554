package clientele.clv;

import static clientele.clv.Worked.checked;
import static clientele.clv.Worked.here;
import static clientele.clv.Worked.map;
import static clientele.clv.Worked.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.PurchaseOutlook;
import clientele.model.SpendModel;
import clientele.settings.ClvSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values of random customers. */
@ExtendWith(SparkExtension.class)
final class CustomerValuesTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 20);
  private static final Buyers BUYERS = Buyers.of(5, 300, START, AS_OF);

  private final SparkSession spark;

  CustomerValuesTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyCellIsWhatTheModelsSayOfTheCustomerAndDecilesAreThoseOfTheRank() {
    ClvSettings settings = settings(Optional.empty());
    Dataset<Row> histories = histories(Optional.empty(), 2);
    Dataset<Row> models = models(histories, settings);
    Row purchases = models.where("is_used AND model <> 'gamma-gamma'").first();
    Row spend = models.where("is_used AND model = 'gamma-gamma'").first();
    PurchaseModel buying =
        PurchaseFamily.model(purchases.getAs("fitted_model"), map(purchases, "parameters"));
    SpendModel spending = SpendModel.of(spend.getAs("fitted_model"), map(spend, "parameters"));
    double ratio = map(spend, "diagnostics").get("margin_ratio");

    Dataset<Row> values = checked(Tables.CUSTOMER_CLV, values(histories, models, settings));
    Map<String, Row> byCustomer =
        values.collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getAs("customer_id"), row -> row));
    assertThat(byCustomer).hasSize(BUYERS.all().size());
    for (Buyers.Buyer buyer : BUYERS.all()) {
      Row row = byCustomer.get(buyer.id());
      if (buyer.days().isEmpty()) {
        assertThat(row.<String>getAs("status")).isEqualTo("skipped: no purchase");
        continue;
      }
      long x = buyer.days().size() - 1L;
      PurchaseOutlook outlook =
          buying.outlook(
              new PurchaseHistory(
                  x,
                  row.<Integer>getAs("recency_days") / 7.0,
                  row.<Integer>getAs("age_days") / 7.0));
      double horizon = 365 / 7.0;
      double again = buyer.spentAgain().revenue().doubleValue();
      double margin = buyer.marginOfRepeats().doubleValue();
      double value = spending.expected(x, x == 0 ? 0 : again / x);
      double shrunk = Math.max(0, (margin + ratio * value) / (again + value));
      double discounted =
          outlook.discountedOrders(horizon, Math.log(1.1) * 7 / 365)
              * Math.exp(-Math.log(1.1) / 730);
      assertThat(row.<String>getAs("status")).isEqualTo("scored");
      assertThat(row.<Double>getAs("p_alive")).isEqualTo(outlook.alive(), within(1e-12));
      assertThat(row.<Double>getAs("p_no_purchase"))
          .isEqualTo(outlook.noOrder(horizon), within(1e-12));
      assertThat(row.<Double>getAs("expected_orders"))
          .isEqualTo(outlook.expectedOrders(horizon), within(1e-12));
      assertThat(money(row, "expected_order_value")).isEqualTo(value, within(0.0051));
      assertThat(money(row, "expected_order_margin")).isEqualTo(value * shrunk, within(0.0051));
      assertThat(money(row, "clv")).isEqualTo(discounted * value * shrunk, within(0.0051));
    }
    haveDecilesOfTheirRank(values);
  }

  private static void haveDecilesOfTheirRank(Dataset<Row> values) {
    List<Row> ranked = new ArrayList<>(values.where("clv IS NOT NULL").collectAsList());
    ranked.sort(
        Comparator.<Row, BigDecimal>comparing(row -> row.getAs("clv"))
            .reversed()
            .thenComparing(row -> row.<String>getAs("customer_id")));

    assertThat(ranked).hasSizeGreaterThan(200);
    for (int i = 0; i < ranked.size(); i++) {
      assertThat(ranked.get(i).<Integer>getAs("value_decile"))
          .isEqualTo(1 + 10 * i / ranked.size());
    }
  }

  @Test
  void whoBoughtOnceIsNotToldApartByBgNbdAndWhoCameBeforeTheDataIsCutAtTheLeft() {
    ClvSettings settings = settings(Optional.of(PurchaseFamily.BG_NBD));
    Dataset<Row> histories = histories(Optional.of(START), 2);
    Dataset<Row> models = checked(Tables.CLV_MODEL, models(histories, settings));
    Dataset<Row> values = checked(Tables.CUSTOMER_CLV, values(histories, models, settings));

    assertThat(models.where("is_used").select("model").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("bg-nbd", "gamma-gamma");
    assertThat(
            values
                .where("first_order_on < date '2023-02-24' AND status <> 'left_truncated'")
                .count())
        .isZero();
    assertThat(values.where("status = 'left_truncated' AND clv IS NULL").count()).isZero();
    assertThat(values.where("status = 'not_identified' AND frequency <> 0").count()).isZero();
    assertThat(values.where("status = 'scored' AND frequency = 0").count()).isZero();
    assertThat(values.where("status = 'not_identified'").count()).isPositive();
  }

  @Test
  void partitionsDoNotMatter() {
    ClvSettings settings = settings(Optional.empty());
    Dataset<Row> one = histories(Optional.empty(), 1);
    Dataset<Row> seven = histories(Optional.empty(), 7);
    Dataset<Row> models = models(one, settings);
    TableAssert.assertThat(models(seven, settings)).hasSameContentAs(models);
    TableAssert.assertThat(values(seven, models, settings))
        .hasSameContentAs(values(one, models, settings));
  }

  @Test
  void historiesAreValuedOnceThoughDecilesNeedThemTwice() {
    ClvSettings settings = settings(Optional.empty());
    Dataset<Row> histories = histories(Optional.empty(), 2);
    // Rows that stand in the plan itself are copied, and copies of maps are not equal.
    Dataset<Row> rows = ModelFits.of(settings).rows(histories, AS_OF);
    Dataset<Row> models = spark.createDataFrame(rows.toJavaRDD(), rows.schema());

    assertThat(values(histories, models, settings).queryExecution().executedPlan().toString())
        .containsOnlyOnce("MapPartitions");
  }

  private static ClvSettings settings(Optional<PurchaseFamily> model) {
    return new ClvSettings(
        model,
        List.of(PurchaseFamily.MBG_NBD, PurchaseFamily.PARETO_NBD, PurchaseFamily.BG_NBD),
        91,
        365,
        0.1);
  }

  private Dataset<Row> histories(Optional<LocalDate> startsOn, int partitions) {
    return CustomerHistories.told(
        CustomerHistories.of(BUYERS.customerMonth(spark).repartition(partitions), 91, AS_OF),
        BUYERS.customers(spark),
        startsOn,
        45);
  }

  private Dataset<Row> models(Dataset<Row> histories, ClvSettings settings) {
    return here(ModelFits.of(settings).rows(histories, AS_OF));
  }

  private static Dataset<Row> values(
      Dataset<Row> histories, Dataset<Row> models, ClvSettings settings) {
    return CustomerValues.of(histories, Optional.empty(), models, settings, AS_OF);
  }
}
