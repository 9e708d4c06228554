package clientele.nps;

import static clientele.testing.TableAssert.assertThat;

import clientele.nps.PlainNps.Answer;
import clientele.nps.PlainOutcomes.Order;
import clientele.nps.PlainOutcomes.Span;
import clientele.settings.Dimension;
import clientele.settings.NpsSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class OutcomesTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 6, 30);
  private static final NpsSettings SETTINGS = new NpsSettings(30, 6, 9, Optional.empty());

  private final SparkSession spark;

  OutcomesTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyFigureIsWhatTheDefinitionsSay() {
    List<Answer> answers = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    Map<String, String> referredBy = new HashMap<>();
    makeUp(new Random(4), answers, orders, spans, referredBy);

    Dataset<Row> computed =
        rows(answers, orders, spans, referredBy).where("measure NOT LIKE 'value%'");
    Map<String, Map<String, Object>> expected =
        new PlainOutcomes(answers, orders, spans, referredBy, SETTINGS, AS_OF).rows();

    List<Row> rows = new ArrayList<>();
    StructType schema = computed.schema();
    expected.forEach(
        (key, row) -> {
          String[] parts = key.split(" ", -1);
          row.put("band", parts[0]);
          row.put("measure", parts[1]);
          row.put("unit", unit(parts[1]));
          row.put("outcome_days", 365);
          // Of the one customer who has a value.
          row.put(
              "value_at_risk", parts[0].equals("detractor") ? BigDecimal.ONE.setScale(2) : null);
          rows.add(
              RowFactory.create(
                  Arrays.stream(schema.fields()).map(StructField::name).map(row::get).toArray()));
        });
    assertThat(computed).hasSameContentAs(spark.createDataFrame(rows, schema));
    // Not all for one and the same reason.
    Assertions.assertThat(
            expected.values().stream().map(row -> String.valueOf(row.get("note"))).distinct())
        .contains("null", "fewer than 1000 customers on a side")
        .hasSizeGreaterThan(2);
  }

  private static String unit(String measure) {
    return switch (measure) {
      case "revenue" -> "currency";
      case "orders", "referrals" -> "count";
      default -> "share";
    };
  }

  /** Promoters buy more later, and detractors less; some were not followed for a year. */
  private static void makeUp(
      Random random,
      List<Answer> answers,
      List<Order> orders,
      List<Span> spans,
      Map<String, String> referredBy) {
    for (int i = 0; i < 800; i++) {
      String customer = "c" + i;
      LocalDate day = AS_OF.minusDays(330 + random.nextInt(400));
      int score = List.of(10, 9, 8, 7, 6, 2).get(random.nextInt(6));
      answers.add(answer("a" + i, customer, day, score));
      if (random.nextInt(5) == 0) {
        answers.add(answer("b" + i, customer, day.plusDays(random.nextInt(3)), 10 - score));
      }
      int before = random.nextInt(20) == 0 ? random.nextInt(14) : 1 + random.nextInt(2);
      for (int k = 0; k < before; k++) {
        orders.add(order(random, customer, day.minusDays(random.nextInt(500)), orders.size()));
      }
      int after = random.nextInt(score > 8 ? 5 : score > 6 ? 4 : 3);
      for (int k = 0; k < after; k++) {
        orders.add(order(random, customer, day.plusDays(1 + random.nextInt(400)), orders.size()));
      }
      if (random.nextInt(10) == 0) {
        LocalDate from = day.minusDays(random.nextInt(400)).plusDays(random.nextInt(300));
        spans.add(new Span(customer, from, random.nextBoolean() ? null : from.plusDays(200)));
      }
      if (random.nextInt(4) == 0) {
        referredBy.put(customer, "c" + random.nextInt(800));
      }
    }
  }

  private static Answer answer(String id, String customer, LocalDate on, int score) {
    Instant at = on.atStartOfDay().toInstant(ZoneOffset.UTC);
    return new Answer(id, customer, at, score, null);
  }

  private static Order order(Random random, String customer, LocalDate on, int no) {
    boolean isCancelled = random.nextInt(12) == 0;
    int amount = 10 + random.nextInt(50);
    return new Order(
        "o%05d".formatted(no),
        customer,
        on,
        customer.hashCode() % 5 == 0 ? "shop" : "web",
        amount,
        random.nextInt(9) == 0 ? null : random.nextInt(12),
        isCancelled ? 0 : amount - random.nextInt(10),
        isCancelled);
  }

  private Dataset<Row> rows(
      List<Answer> answers, List<Order> orders, List<Span> spans, Map<String, String> referredBy) {
    Dataset<Row> responses = PlainNps.responses(spark, answers);
    OutcomeUnits units =
        new OutcomeUnits(
            responses,
            ledger(orders),
            spans(spans),
            months(orders),
            customers(referredBy),
            SETTINGS,
            AS_OF);
    ValueAtRisk value =
        new ValueAtRisk(
            responses,
            spark.sql("SELECT 'c0' AS customer_id, 'all' AS stratum"),
            spark.sql("SELECT 'c0' AS customer_id, CAST(1 AS DECIMAL(28,2)) AS clv"),
            SETTINGS);
    return new Outcomes(units.rows(), SETTINGS).rows(responses, value.rows());
  }

  private Dataset<Row> ledger(List<Order> orders) {
    return spark
        .createDataFrame(
            orders.stream()
                .map(
                    order ->
                        RowFactory.create(
                            order.id(),
                            order.customer(),
                            Date.valueOf(order.on()),
                            order.channel(),
                            order.amount(),
                            order.discount(),
                            order.net(),
                            order.isCancelled()))
                .toList(),
            StructType.fromDDL(
                "order_id STRING, customer_id STRING, ordered_on DATE, channel STRING, amount INT,"
                    + " discount INT, net INT, is_cancelled BOOLEAN"))
        .selectExpr(
            "order_id",
            "customer_id",
            "ordered_on",
            "channel",
            "CAST(amount AS DECIMAL(18,2)) AS amount",
            "CAST(discount AS DECIMAL(18,2)) AS discount",
            "CAST(net AS DECIMAL(28,2)) AS net",
            "is_cancelled");
  }

  private Dataset<Row> spans(List<Span> spans) {
    return spark.createDataFrame(
        spans.stream()
            .map(
                span ->
                    RowFactory.create(
                        span.customer(),
                        Date.valueOf(span.from()),
                        span.until() == null ? null : Date.valueOf(span.until())))
            .toList(),
        StructType.fromDDL("customer_id STRING, paid_from DATE, paid_until DATE"));
  }

  private Dataset<Row> months(List<Order> orders) {
    Map<String, Integer> masks = new TreeMap<>();
    for (Order order : orders) {
      int bit = order.isCancelled() ? 0 : 1 << (order.on().getDayOfMonth() - 1);
      masks.merge(order.customer() + " " + order.on().withDayOfMonth(1), bit, (a, b) -> a | b);
    }
    List<Row> rows = new ArrayList<>();
    masks.forEach(
        (key, mask) ->
            rows.add(
                RowFactory.create(
                    key.split(" ", -1)[0], Date.valueOf(key.split(" ", -1)[1]), mask)));
    return spark.createDataFrame(
        rows, StructType.fromDDL("customer_id STRING, month DATE, order_days INT"));
  }

  private Dataset<Row> customers(Map<String, String> referredBy) {
    List<Row> rows = new ArrayList<>();
    referredBy.forEach((customer, by) -> rows.add(RowFactory.create(customer, by)));
    return spark.createDataFrame(
        rows, StructType.fromDDL("customer_id STRING, referred_by STRING"));
  }

  /** One day is missing to the year. */
  @Test
  void whoAnsweredLatelyHasAValueAtRiskButNoFigures() {
    assertThat(
            rows(
                    List.of(answer("a", "c0", AS_OF.minusDays(364), 3)),
                    List.of(),
                    List.of(),
                    Map.of())
                .where("band = 'detractor'"))
        .hasRows(
            """
            measure                | customers | estimate | status          | value_at_risk
            churn_rate             | 0         | null     | not enough data | 1.00
            orders                 | 0         | null     | not enough data | 1.00
            revenue                | 0         | null     | not enough data | 1.00
            discount_share         | 0         | null     | not enough data | 1.00
            referrals              | 0         | null     | not enough data | 1.00
            value_at_risk          | 1         | 1        | estimated       | 1.00
            value_at_risk_weighted | 1         | null     | not enough data | 1.00
            """);
  }

  /**
   * North: 2 of 4 answered, one is a detractor of 30: mean 15, 60 in all; variance 450, so 4² × 450
   * / 2 × (1 - 2/4) = 1800. South: 3 of 6, detractors of 10 and 20: mean 10, 60 in all; variance
   * 100, so 6² × 100 / 3 × 1/2 = 600. East: one answer only, so 120 for 10 of 12 customers.
   */
  @Test
  void valueAtRiskIsThatOfTheLatestAnswersAndStandsForAll() {
    NpsSettings settings = new NpsSettings(1, 6, 9, Optional.of(new Dimension("region")));
    LocalDate day = LocalDate.of(2025, 1, 1);
    List<Answer> answers =
        List.of(
            answer("1", "n1", day, 3),
            answer("2", "n2", day, 0),
            answer("3", "n2", day.plusDays(1), 9),
            answer("4", "s1", day, 6),
            answer("5", "s2", day, 5),
            answer("6", "s3", day, 10),
            answer("7", "e1", day, 0));
    Dataset<Row> population =
        spark.sql(
            """
            SELECT explode(array('n1', 'n2', 'n3', 'n4')) AS customer_id, 'North' AS stratum
            UNION ALL SELECT explode(array('s1', 's2', 's3', 's4', 's5', 's6')), 'South'
            UNION ALL SELECT explode(array('e1', 'e2')), 'East'
            """);
    Dataset<Row> values =
        TextTable.of(
            spark,
            "customer_id STRING, clv DECIMAL(28,2)",
            """
            customer_id | clv
            n1          | 30
            n2          | 500
            s1          | 10
            s2          | 20
            s3          | 700
            s4          | 900
            e1          | null
            """);
    double half = 1.2 * 1.959963984540054 * Math.sqrt(2400);
    assertThat(
            new ValueAtRisk(PlainNps.responses(spark, answers), population, values, settings)
                .rows())
        .within(1e-9)
        .hasRows(
            """
            band      | measure                | customers | estimate | low | high | unit     | value_at_risk | status    | note
            detractor | value_at_risk          | 4         | 60       | null | null | currency | 60.00        | estimated | null
            detractor | value_at_risk_weighted | 4         | 144      | %s  | %s   | currency | 60.00         | estimated | null
            """
                .formatted(144 - half, 144 + half));
  }
}
