package clientele.clv;

import clientele.catalogue.Tables;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Random customers who buy and stop, as plain Java and as rows of silver.customer_month. */
record Buyers(List<Buyer> all, LocalDate asOf) {
  /** Some of the money that a day brought. */
  record Money(BigDecimal revenue, BigDecimal margin) {
    static final Money NONE = new Money(cents(0), cents(0));

    Money plus(Money other) {
      return new Money(revenue.add(other.revenue), margin.add(other.margin));
    }

    Money minus(Money other) {
      return new Money(revenue.subtract(other.revenue), margin.subtract(other.margin));
    }
  }

  /**
   * One customer.
   *
   * @param signedUpOn null: not known
   * @param days with an occasion
   * @param refunds unlinked ones, by month
   */
  record Buyer(
      String id,
      LocalDate signedUpOn,
      NavigableMap<LocalDate, Money> days,
      NavigableMap<YearMonth, BigDecimal> refunds) {
    Money spent() {
      return days.values().stream().reduce(Money.NONE, Money::plus);
    }

    /** All but the first day. */
    Money spentAgain() {
      return days.isEmpty() ? Money.NONE : spent().minus(days.firstEntry().getValue());
    }

    /** In the books: refunds name no order, so repeats bear them by their share in revenue. */
    BigDecimal marginOfRepeats() {
      double revenue = spent().revenue().doubleValue();
      double share = revenue == 0 ? 0 : spentAgain().revenue().doubleValue() / revenue;
      BigDecimal lost = BigDecimal.valueOf(refunded().doubleValue() * share);
      return spentAgain().margin().subtract(lost.setScale(2, RoundingMode.HALF_UP));
    }

    BigDecimal refunded() {
      return refunds.values().stream().reduce(cents(0), BigDecimal::add);
    }
  }

  static Buyers of(long seed, int count, LocalDate start, LocalDate asOf) {
    Random random = new Random(seed);
    int length = (int) ChronoUnit.DAYS.between(start, asOf);
    List<Buyer> buyers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TreeMap<LocalDate, Money> days = new TreeMap<>();
      TreeMap<YearMonth, BigDecimal> refunds = new TreeMap<>();
      boolean returns = i % 19 == 0;
      if (i % 19 <= 1) {
        refunds.put(YearMonth.from(start.plusDays(random.nextInt(length))), cents(500));
      }
      double rate = 0.005 + 0.08 * Math.pow(random.nextDouble(), 2);
      double stop = 0.6 * random.nextDouble();
      int worth = 200 + random.nextInt(5000);
      LocalDate day = start.plusDays(random.nextInt(length / 2));
      while (!returns && !day.isAfter(asOf)) {
        int revenue = random.nextInt(25) == 0 ? 0 : worth / 2 + random.nextInt(worth);
        int cost = (int) (revenue * (0.3 + 0.8 * random.nextDouble()));
        days.put(day, new Money(cents(revenue), cents(revenue - cost)));
        if (random.nextDouble() < stop) {
          break;
        }
        day = day.plusDays(1 + (int) (-Math.log(1 - random.nextDouble()) / rate));
      }
      LocalDate signedUpOn =
          random.nextInt(3) == 0 ? null : start.minusDays(40).plusDays(random.nextInt(length));
      buyers.add(new Buyer("c" + i, signedUpOn, days, refunds));
    }
    return new Buyers(buyers, asOf);
  }

  static BigDecimal cents(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  /** At most one row per customer. */
  Dataset<Row> customers(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Buyer buyer : all) {
      if (buyer.signedUpOn != null) {
        rows.add(Map.of("customer_id", buyer.id, "signed_up_on", Date.valueOf(buyer.signedUpOn)));
      }
    }
    return dataset(spark, Tables.CUSTOMERS_TABLE.schema(), rows);
  }

  Dataset<Row> customerMonth(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Buyer buyer : all) {
      TreeMap<YearMonth, Map<String, Object>> months = new TreeMap<>();
      buyer.days.forEach(
          (day, money) -> {
            YearMonth month = YearMonth.from(day);
            Map<String, Object> row = months.computeIfAbsent(month, m -> empty(buyer.id, m));
            if (row.get("order_days").equals(0)) {
              row.put("first_day_revenue", money.revenue);
              row.put("first_day_margin", money.margin);
            }
            row.merge("order_days", 1 << (day.getDayOfMonth() - 1), (a, b) -> (int) a | (int) b);
            // Two orders a day are still one occasion.
            row.merge("orders", 2L, (a, b) -> (long) a + (long) b);
            add(row, "occasion_revenue", money.revenue);
            add(row, "occasion_margin", money.margin);
            add(row, "revenue", money.revenue);
            add(row, "cost", money.revenue.subtract(money.margin));
          });
      buyer.refunds.forEach(
          (month, refund) ->
              add(months.computeIfAbsent(month, m -> empty(buyer.id, m)), "refunds", refund));
      rows.addAll(months.values());
    }
    return dataset(spark, Tables.CUSTOMER_MONTH.schema(), rows);
  }

  private static Map<String, Object> empty(String id, YearMonth month) {
    Map<String, Object> row = new HashMap<>();
    row.put("customer_id", id);
    row.put("month", Date.valueOf(month.atDay(1)));
    row.put("order_days", 0);
    row.put("orders", 0L);
    for (String money :
        List.of(
            "occasion_revenue",
            "occasion_margin",
            "first_day_revenue",
            "first_day_margin",
            "revenue",
            "refunds",
            "excess_refunds",
            "discount",
            "cost",
            "service_cost")) {
      row.put(money, cents(0));
    }
    return row;
  }

  private static void add(Map<String, Object> row, String money, BigDecimal more) {
    row.merge(money, more, (a, b) -> ((BigDecimal) a).add((BigDecimal) b));
  }

  static Dataset<Row> dataset(
      SparkSession spark, StructType schema, List<Map<String, Object>> rows) {
    List<Row> result = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Object[] cells = new Object[schema.size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = row.get(schema.apply(i).name());
      }
      result.add(RowFactory.create(cells));
    }
    return spark.createDataFrame(result, schema);
  }
}
