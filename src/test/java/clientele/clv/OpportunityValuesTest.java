package clientele.clv;

import static clientele.clv.Worked.checked;
import static clientele.clv.Worked.here;
import static clientele.clv.Worked.map;
import static clientele.clv.Worked.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.clv.Buyers.Buyer;
import clientele.clv.Buyers.Money;
import clientele.model.Opportunities;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistories;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseOutlook;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import clientele.settings.ClvSettings.Seasonality;
import clientele.testing.SparkExtension;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers who can buy once in a period. */
@ExtendWith(SparkExtension.class)
final class OpportunityValuesTest {
  private final SparkSession spark;

  OpportunityValuesTest(SparkSession spark) {
    this.spark = spark;
  }

  /** A customer as the model knows one, worked out from the days of the orders. */
  private record Donor(PurchaseHistory history, Money again) {
    static Donor of(Buyer buyer, int months, LocalDate asOf) {
      TreeMap<Integer, Money> periods = new TreeMap<>();
      buyer.days().forEach((day, money) -> periods.merge(number(day, months), money, Money::plus));
      int over = number(asOf.plusDays(1), months) - 1;
      int first = periods.firstKey();
      Map<Integer, Money> counted = periods.tailMap(first, false).headMap(over, true);
      int last = counted.isEmpty() ? first : periods.floorKey(over);
      return new Donor(
          new PurchaseHistory(counted.size(), last - first, Math.max(0, over - first)),
          counted.values().stream().reduce(Money.NONE, Money::plus));
    }

    private static int number(LocalDate day, int months) {
      return (day.getYear() * 12 + day.getMonthValue() - 1) / months;
    }
  }

  /** In the midst of a period, and on its first day. */
  @ParameterizedTest
  @CsvSource({"1, 2022-11-10, 2024-03-20", "12, 2019-11-10, 2024-01-01"})
  void everyCellIsWhatTheModelSaysOfThePeriodsOfTheCustomer(
      int months, LocalDate start, LocalDate asOf) {
    Buyers buyers = Buyers.of(7, 400, start, asOf);
    Map<String, Donor> donors =
        buyers.all().stream()
            .filter(buyer -> !buyer.days().isEmpty())
            .collect(Collectors.toMap(Buyer::id, buyer -> Donor.of(buyer, months, asOf)));
    ClvSettings settings = settings(months);
    Dataset<Row> occasions =
        here(OpportunityMonths.of(buyers.customerMonth(spark), new Opportunities(months), asOf));
    Dataset<Row> histories =
        here(
            CustomerHistories.told(
                CustomerHistories.of(occasions, settings.holdoutDays(), asOf),
                buyers.customers(spark),
                Optional.empty(),
                45));
    Dataset<Row> models = checked(Tables.CLV_MODEL, ModelFits.of(settings).rows(histories, asOf));
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.BG_BB,
            PurchaseHistories.of(donors.values().stream().map(Donor::history).toList()));
    Row used = models.where("model = 'bg-bb' AND segment = 'all' AND is_used").first();
    fit.model()
        .parameters()
        .forEach(
            (name, value) ->
                assertThat(map(used, "parameters").get(name))
                    .isCloseTo(value, within(1e-4 * value)));
    assertThat(used.<String>getAs("time_unit")).isEqualTo("opportunity");
    assertThat(map(used, "holdout").values()).allSatisfy(x -> assertThat(x).isFinite());

    double periods = Math.max(1, Math.round(365 / (months * 365.25 / 12)));
    Dataset<Row> values =
        checked(
            Tables.CUSTOMER_CLV,
            CustomerValues.of(histories, Optional.empty(), models, settings, asOf));
    for (Row row : values.collectAsList()) {
      String id = row.getAs("customer_id");
      Donor donor = donors.get(id);
      if (donor == null) {
        assertThat(row.<String>getAs("status")).isEqualTo("skipped: no purchase");
        continue;
      }
      Buyer buyer =
          buyers.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
      assertThat(row.<Long>getAs("frequency")).as(id).isEqualTo(donor.history().frequency());
      assertThat(row.getAs("first_order_on").toString())
          .isEqualTo(buyer.days().firstKey().toString());
      assertThat(row.getAs("last_order_on").toString())
          .isEqualTo(buyer.days().lastKey().toString());
      assertThat(money(row, "revenue")).isEqualTo(buyer.spent().revenue().doubleValue());
      PurchaseOutlook outlook = fit.model().outlook(donor.history());
      assertThat(row.<Double>getAs("p_alive")).isCloseTo(outlook.alive(), within(1e-4));
      assertThat(row.<Double>getAs("expected_orders"))
          .isCloseTo(outlook.expectedOrders(periods), within(1e-3));
      assertThat(row.<Double>getAs("p_no_purchase"))
          .isCloseTo(outlook.noOrder(periods), within(1e-4));
      assertThat(row.<Double>getAs("expected_orders")).isBetween(0.0, periods);
      assertThat(row.<String>getAs("status")).isEqualTo("scored");
      assertThat(money(row, "clv_high")).isGreaterThanOrEqualTo(money(row, "clv_low"));
    }
    for (Row row : histories.where("frequency > 0").collectAsList()) {
      BigDecimal again = donors.get(row.<String>getAs("customer_id")).again().revenue();
      assertThat(row.<BigDecimal>getAs("repeat_revenue")).isEqualByComparingTo(again);
    }

    Dataset<Row> validation =
        checked(
            Tables.CLV_VALIDATION,
            new Validation(settings.holdoutDays(), settings.pace(Season.NONE))
                .rows(occasions, histories, models, asOf));
    assertThat(validation.select("kind").distinct().count()).isGreaterThan(3);
    assertThat(validation.where("isnan(expected) OR isnan(rmse) OR isnan(error)").count()).isZero();
  }

  private static ClvSettings settings(int months) {
    Opportunities opportunities = new Opportunities(months);
    return new ClvSettings(
        Optional.of(PurchaseFamily.BG_BB),
        Optional.of(opportunities),
        List.of(),
        Math.max(91, opportunities.longest()),
        365,
        0.1,
        List.of(),
        Seasonality.AUTO);
  }
}
