package clientele.cohort;

import clientele.catalogue.Tables;
import clientele.settings.Dimension;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Random small histories of customers up to a date, as plain Java and as silver tables. */
record World(List<Customer> customers, LocalDate asOf) {
  static final List<Dimension> DIMENSIONS =
      List.of(new Dimension("region"), new Dimension("tier"), new Dimension("region*tier"));

  /**
   * One customer.
   *
   * @param days with an occasion
   * @param books by month: revenue and refunds; has every month with an occasion
   */
  record Customer(
      String id,
      String region,
      String tier,
      boolean hasRow,
      LocalDate signedUpOn,
      NavigableSet<LocalDate> days,
      TreeMap<YearMonth, BigDecimal[]> books) {
    Map<String, String> values() {
      String knownRegion = hasRow && region != null ? region : "unknown";
      String knownTier = hasRow && tier != null ? tier : "unknown";
      return Map.of(
          "all",
          "all",
          "region",
          knownRegion,
          "tier",
          knownTier,
          "region*tier",
          knownRegion + "*" + knownTier);
    }

    BigDecimal net(YearMonth month) {
      BigDecimal[] book = books.get(month);
      return book == null ? new BigDecimal("0.00") : book[0].subtract(book[1]);
    }
  }

  static World of(long seed, LocalDate start, LocalDate asOf) {
    Random random = new Random(seed);
    int length = (int) ChronoUnit.DAYS.between(start, asOf) + 1;
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      NavigableSet<LocalDate> days = new TreeSet<>();
      TreeMap<YearMonth, BigDecimal[]> books = new TreeMap<>();
      int visits = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 6);
      for (int v = 0; v < visits; v++) {
        days.add(start.plusDays(random.nextInt(length)));
      }
      for (LocalDate day : days) {
        BigDecimal[] book = book(books, YearMonth.from(day));
        book[0] = book[0].add(cents(random.nextInt(10000)));
      }
      // Books without an occasion: cancelled orders, unlinked refunds, also before the first day.
      int extra = random.nextInt(3);
      for (int e = 0; e < extra; e++) {
        BigDecimal[] book = book(books, YearMonth.from(start.plusDays(random.nextInt(length))));
        book[0] = book[0].add(cents(random.nextInt(500)));
        book[1] = book[1].add(cents(random.nextInt(3000)));
      }
      String region = List.of("North", "South", "").get(random.nextInt(3));
      customers.add(
          new Customer(
              "c" + i,
              region.isEmpty() ? null : region,
              random.nextInt(4) == 0 ? null : "t" + random.nextInt(2),
              random.nextInt(8) != 0,
              random.nextInt(3) == 0 ? null : start.minusDays(20).plusDays(random.nextInt(length)),
              days,
              books));
    }
    return new World(customers, asOf);
  }

  private static BigDecimal[] book(TreeMap<YearMonth, BigDecimal[]> books, YearMonth month) {
    return books.computeIfAbsent(month, m -> new BigDecimal[] {cents(0), cents(0)});
  }

  private static BigDecimal cents(int cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  Dataset<Row> customerMonth(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Customer customer : customers) {
      customer.books.forEach(
          (month, book) -> {
            int mask = 0;
            for (LocalDate day : customer.days) {
              if (YearMonth.from(day).equals(month)) {
                mask |= 1 << (day.getDayOfMonth() - 1);
              }
            }
            rows.add(
                Map.of(
                    "customer_id",
                    customer.id,
                    "month",
                    Date.valueOf(month.atDay(1)),
                    "order_days",
                    mask,
                    "revenue",
                    book[0],
                    "refunds",
                    book[1]));
          });
    }
    return dataset(spark, Tables.CUSTOMER_MONTH.schema(), rows);
  }

  /** With older rows and rows of the future, which must not count. */
  Dataset<Row> customerRows(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Customer customer : customers) {
      if (customer.hasRow) {
        Map<String, Object> row = new TreeMap<>();
        row.put("customer_id", customer.id);
        if (customer.region != null) {
          row.put("region", customer.region);
        }
        row.put("attributes", customer.tier == null ? Map.of() : Map.of("tier", customer.tier));
        if (customer.signedUpOn != null) {
          row.put("signed_up_on", Date.valueOf(customer.signedUpOn));
        }
        Map<String, Object> future = new TreeMap<>(row);
        future.put("region", "Future");
        future.put("valid_from", Date.valueOf(asOf.plusDays(1)));
        rows.add(future);
        if (customer.id.hashCode() % 2 == 0) {
          Map<String, Object> older = new TreeMap<>(row);
          older.put("region", "Older");
          rows.add(older);
          row.put("valid_from", Date.valueOf(asOf));
        }
        rows.add(row);
      }
    }
    return dataset(spark, Tables.CUSTOMERS_TABLE.schema(), rows);
  }

  static Dataset<Row> dataset(
      SparkSession spark, StructType schema, List<Map<String, Object>> rows) {
    List<Row> result = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Object[] cells = new Object[schema.size()];
      for (int i = 0; i < cells.length; i++) {
        StructField field = schema.apply(i);
        cells[i] = row.get(field.name());
      }
      result.add(RowFactory.create(cells));
    }
    return spark.createDataFrame(result, schema);
  }
}
