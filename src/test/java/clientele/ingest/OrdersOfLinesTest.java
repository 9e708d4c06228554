package clientele.ingest;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.job.AsOf;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders that are sums of lines: at every business date, of the lines that were known then. */
@ExtendWith(SparkExtension.class)
final class OrdersOfLinesTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  private final SparkSession spark;

  OrdersOfLinesTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void linesOfLaterChangeNothingBefore() {
    Dataset<Row> lines =
        TextTable.of(
            spark,
            Tables.ORDER_LINES_TABLE.schema(),
            """
            order_id | line_no | customer_id | ordered_at | ordered_on | amount | replaced_on
            A        | 1       | c1          | 2024-01-30 | 2024-01-30 | 10.00  | null
            A        | 2       | c1          | 2024-02-02 | 2024-02-02 | 20.00  | null
            B        | 1       | c2          | 2024-01-20 | 2024-01-20 | 7.00   | null
            C        | 1       | c3          | 2024-01-20 | 2024-01-20 | 5.00   | 2024-02-20
            C        | 1       | c3          | 2024-02-20 | 2024-02-20 | 6.00   | null
            """);
    assertThat(at(lines, "2024-01-31"))
        .hasRows(
            """
            order_id | ordered_on | month      | amount
            A        | 2024-01-30 | 2024-01-01 | 10.00
            B        | 2024-01-20 | 2024-01-01 | 7.00
            C        | 2024-01-20 | 2024-01-01 | 5.00
            """);
    assertThat(at(lines, "2024-02-29"))
        .hasRows(
            """
            order_id | ordered_on | month      | amount
            A        | 2024-01-30 | 2024-01-01 | 30.00
            B        | 2024-01-20 | 2024-01-01 | 7.00
            C        | 2024-02-20 | 2024-02-01 | 6.00
            """);
  }

  private static Dataset<Row> at(Dataset<Row> lines, String date) {
    return AsOf.cut(Tables.ORDERS_TABLE, OrdersOfLines.orders(lines), LocalDate.parse(date))
        .select("order_id", "ordered_on", "month", "amount");
  }

  private record Line(int order, int day, int cents, int replacedOn) {
    boolean isKnown(int date) {
      return day <= date && replacedOn > date;
    }
  }

  @Test
  void atEveryDateAnOrderIsTheSumOfItsLinesOfThen() {
    Random random = new Random(7);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int day = random.nextInt(60);
      boolean isReplaced = random.nextInt(4) == 0;
      int replacedOn = isReplaced ? day + 1 + random.nextInt(30) : Integer.MAX_VALUE;
      lines.add(new Line(random.nextInt(120), day, random.nextInt(5000), replacedOn));
    }
    Dataset<Row> orders = OrdersOfLines.orders(table(lines)).cache();
    try {
      for (int date = 0; date < 95; date += 7) {
        Map<String, String> expected = new TreeMap<>();
        for (int order = 0; order < 120; order++) {
          int of = order;
          int known = date;
          List<Line> inForce =
              lines.stream().filter(line -> line.order() == of && line.isKnown(known)).toList();
          if (!inForce.isEmpty()) {
            int first = inForce.stream().mapToInt(Line::day).min().orElseThrow();
            long cents = inForce.stream().mapToLong(Line::cents).sum();
            expected.put("o" + order, START.plusDays(first) + " " + BigDecimal.valueOf(cents, 2));
          }
        }
        Map<String, String> actual = new TreeMap<>();
        for (Row row : at(orders(orders), date).collectAsList()) {
          Assertions.assertThat(
                  actual.put(row.getString(0), row.getDate(1) + " " + row.getDecimal(2)))
              .as("one row of " + row.getString(0))
              .isNull();
        }
        Assertions.assertThat(actual).as("day " + date).isEqualTo(expected);
      }
    } finally {
      orders.unpersist();
    }
  }

  private static Dataset<Row> orders(Dataset<Row> orders) {
    return orders.select("order_id", "ordered_on", "amount", "known_on", "replaced_on", "month");
  }

  private static Dataset<Row> at(Dataset<Row> orders, int date) {
    return AsOf.cut(Tables.ORDERS_TABLE, orders, START.plusDays(date));
  }

  private Dataset<Row> table(List<Line> lines) {
    List<Row> rows = new ArrayList<>();
    for (Line line : lines) {
      boolean isReplaced = line.replacedOn() < Integer.MAX_VALUE;
      rows.add(
          RowFactory.create(
              "o" + line.order(), line.day(), line.cents(), isReplaced ? line.replacedOn() : null));
    }
    StructType schema = StructType.fromDDL("o STRING, day INT, cents INT, gone INT");
    Dataset<Row> plain = spark.createDataFrame(rows, schema);
    String start = "DATE'" + START + "'";
    return TextTable.of(spark, Tables.ORDER_LINES_TABLE.schema(), "order_id\n")
        .unionByName(
            plain.selectExpr(
                "o AS order_id",
                "concat('c', o) AS customer_id",
                "CAST(date_add(%s, day) AS TIMESTAMP) AS ordered_at".formatted(start),
                "date_add(%s, day) AS ordered_on".formatted(start),
                "CAST(cents / 100 AS DECIMAL(18,2)) AS amount",
                "date_add(%s, gone) AS replaced_on".formatted(start)),
            true);
  }
}
