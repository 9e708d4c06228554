package clientele.nps;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.settings.Dimension;
import clientele.settings.NpsSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
final class NpsTransformsTest {
  private static final double Z = 1.959963984540054;

  private final SparkSession spark;

  NpsTransformsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void theLatestAnswerOfACustomerCountsOncePerCell() {
    Dataset<Row> nps =
        transforms(
                """
                response_id | customer_id | responded_at        | responded_on | score | stage
                1           | a           | 2024-01-05 10:00:00 | 2024-01-05   | 10    | before
                2           | a           | 2024-01-09 10:00:00 | 2024-01-09   | 3     | after
                3           | a           | 2024-01-09 10:00:00 | 2024-01-09   | 9     | null
                4           | b           | 2024-01-20 10:00:00 | 2024-01-20   | 6     | after
                5           | a           | 2024-03-01 10:00:00 | 2024-03-01   | 7     | after
                """,
                1,
                LocalDate.of(2024, 3, 31))
            .nps();
    assertThat(nps)
        .within(1e-9)
        .hasRows(
            """
            dimension | value   | period     | responses | respondents | promoters | passives | detractors | nps | mean_score | share_asked | is_suppressed | change_from_previous | change_is_significant
            all       | all     | null       | 5         | 2           | 0         | 1        | 1          | -50 | 6.5        | 0.5         | false         | null                 | null
            all       | all     | 2024-01-01 | 4         | 2           | 1         | 0        | 1          | 0   | 7.5        | 0.5         | false         | null                 | null
            all       | all     | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            all       | all     | 2024-03-01 | 1         | 1           | 0         | 1        | 0          | 0   | 7          | 0.25        | false         | null                 | null
            region    | North   | null       | 4         | 1           | 0         | 1        | 0          | 0   | 7          | 1           | false         | null                 | null
            region    | North   | 2024-01-01 | 3         | 1           | 1         | 0        | 0          | 100 | 9          | 1           | false         | null                 | null
            region    | North   | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            region    | North   | 2024-03-01 | 1         | 1           | 0         | 1        | 0          | 0   | 7          | 1           | false         | null                 | null
            region    | South   | null       | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            region    | South   | 2024-01-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            region    | South   | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            region    | South   | 2024-03-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            region    | unknown | null       | 1         | 1           | 0         | 0        | 1          | -100 | 6         | 0.5         | false         | null                 | null
            region    | unknown | 2024-01-01 | 1         | 1           | 0         | 0        | 1          | -100 | 6         | 0.5         | false         | null                 | null
            region    | unknown | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            region    | unknown | 2024-03-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            stage     | after   | null       | 3         | 2           | 0         | 1        | 1          | -50 | 6.5        | null        | false         | null                 | null
            stage     | after   | 2024-01-01 | 2         | 2           | 0         | 0        | 2          | -100 | 4.5       | null        | false         | null                 | null
            stage     | after   | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            stage     | after   | 2024-03-01 | 1         | 1           | 0         | 1        | 0          | 0   | 7          | null        | false         | null                 | null
            stage     | before  | null       | 1         | 1           | 1         | 0        | 0          | 100 | 10         | null        | false         | null                 | null
            stage     | before  | 2024-01-01 | 1         | 1           | 1         | 0        | 0          | 100 | 10         | null        | false         | null                 | null
            stage     | before  | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            stage     | before  | 2024-03-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            stage     | unknown | null       | 1         | 1           | 1         | 0        | 0          | 100 | 9          | null        | false         | null                 | null
            stage     | unknown | 2024-01-01 | 1         | 1           | 1         | 0        | 0          | 100 | 9          | null        | false         | null                 | null
            stage     | unknown | 2024-02-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            stage     | unknown | 2024-03-01 | 0         | 0           | 0         | 0        | 0          | null | null      | null        | true          | null                 | null
            """);
  }

  @Test
  void withoutAnswersThereAreNoRows() {
    assertThat(transforms("response_id | customer_id", 1, LocalDate.of(2024, 3, 31)).nps())
        .hasRows("dimension | value");
  }

  /** Customers a (North) and s (South) registered, b and r bought or answered, f comes later. */
  private NpsTransforms transforms(String responses, int minRespondents, LocalDate asOf) {
    Dataset<Row> customers =
        TextTable.of(
            spark,
            Tables.CUSTOMERS_TABLE.schema(),
            """
            customer_id | region | signed_up_on
            a           | North  | 2024-01-01
            s           | South  | null
            f           | South  | 2024-04-01
            """);
    Dataset<Row> buyers =
        TextTable.of(
            spark,
            "customer_id STRING",
            """
            customer_id
            r
            a
            r
            """);
    return new NpsTransforms(
        TextTable.of(spark, Tables.NPS_RESPONSES_TABLE.schema(), responses),
        buyers,
        Dimensions.inForce(customers, asOf),
        List.of(new Dimension("region")),
        List.of(),
        new NpsSettings(minRespondents, 6, 9),
        asOf);
  }

  private record Answer(String id, String customer, Instant at, int score, String stage) {
    private YearMonth month() {
      return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2024-06-30, 3, 6, 9", "2, 2024-06-29, 10, 5, 8", "3, 2024-07-01, 0, 6, 9"})
  void everyCellIsWhatTheDefinitionsSay(
      long seed, LocalDate asOf, int minRespondents, int detractorsUpTo, int promotersFrom) {
    Random random = new Random(seed);
    Map<String, String> regions = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      regions.put("c" + i, List.of("North", "South", "unknown").get(random.nextInt(3)));
    }
    List<Answer> answers = new ArrayList<>();
    Instant start = Instant.parse("2024-01-20T00:00:00Z");
    Instant end = asOf.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    int hours = (int) ((end.getEpochSecond() - start.getEpochSecond()) / 3600);
    for (int i = 0; i < 200; i++) {
      answers.add(
          new Answer(
              "r" + i,
              "c" + random.nextInt(40),
              start.plusSeconds(3600L * random.nextInt(hours)),
              random.nextInt(11),
              List.of("before", "after", "unknown").get(random.nextInt(3))));
    }
    NpsSettings settings = new NpsSettings(minRespondents, detractorsUpTo, promotersFrom);
    NpsTransforms transforms =
        new NpsTransforms(
            responses(answers),
            spark.emptyDataFrame().selectExpr("'' as customer_id"),
            customers(regions),
            List.of(new Dimension("region")),
            List.of(),
            settings,
            asOf);
    Dataset<Row> computed = transforms.nps();
    assertThat(computed)
        .hasSameContentAs(
            spark.createDataFrame(expected(answers, regions, settings, asOf), computed.schema()));
  }

  private Dataset<Row> responses(List<Answer> answers) {
    List<Row> rows = new ArrayList<>();
    for (Answer answer : answers) {
      LocalDate on = answer.at.atOffset(ZoneOffset.UTC).toLocalDate();
      String stage = answer.stage.equals("unknown") ? null : answer.stage;
      rows.add(
          RowFactory.create(
              answer.id,
              answer.customer,
              Timestamp.from(answer.at),
              Date.valueOf(on),
              answer.score,
              stage));
    }
    return spark.createDataFrame(
        rows,
        StructType.fromDDL(
            "response_id STRING, customer_id STRING, responded_at TIMESTAMP, responded_on DATE,"
                + " score INT, stage STRING"));
  }

  private Dataset<Row> customers(Map<String, String> regions) {
    List<Row> rows = new ArrayList<>();
    regions.forEach(
        (id, region) ->
            rows.add(RowFactory.create(id, region.equals("unknown") ? null : region, null)));
    return spark.createDataFrame(
        rows, StructType.fromDDL("customer_id STRING, region STRING, signed_up_on DATE"));
  }

  private static List<Row> expected(
      List<Answer> answers, Map<String, String> regions, NpsSettings settings, LocalDate asOf) {
    List<Row> rows = new ArrayList<>();
    rows.addAll(cell("all", "all", answers, regions.size(), settings, asOf));
    for (String region : new LinkedHashSet<>(regions.values())) {
      List<Answer> mine =
          answers.stream().filter(a -> regions.get(a.customer).equals(region)).toList();
      int known = (int) regions.values().stream().filter(region::equals).count();
      rows.addAll(cell("region", region, mine, known, settings, asOf));
    }
    for (String stage : Set.of("before", "after", "unknown")) {
      List<Answer> mine = answers.stream().filter(a -> a.stage.equals(stage)).toList();
      rows.addAll(cell("stage", stage, mine, 0, settings, asOf));
    }
    return rows;
  }

  private static List<Row> cell(
      String dimension,
      String value,
      List<Answer> answers,
      int known,
      NpsSettings settings,
      LocalDate asOf) {
    List<Row> rows = new ArrayList<>();
    Double[] before = {null, null};
    rows.add(row(dimension, value, null, answers, known, settings, true, before));
    YearMonth month = YearMonth.of(2024, 1);
    for (; !month.atDay(1).isAfter(asOf); month = month.plusMonths(1)) {
      YearMonth wanted = month;
      List<Answer> mine = answers.stream().filter(a -> a.month().equals(wanted)).toList();
      boolean isOver = !month.atEndOfMonth().isAfter(asOf);
      rows.add(row(dimension, value, month, mine, known, settings, isOver, before));
    }
    return rows;
  }

  private static Row row(
      String dimension,
      String value,
      YearMonth month,
      List<Answer> answers,
      int known,
      NpsSettings settings,
      boolean isOver,
      Double[] before) {
    Map<String, Answer> latest = new HashMap<>();
    answers.stream()
        .sorted(Comparator.comparing(Answer::at).thenComparing(Answer::id))
        .forEach(answer -> latest.put(answer.customer, answer));
    double n = latest.size();
    double p = count(latest, settings.promotersFrom(), 10);
    double d = count(latest, 0, settings.detractorsUpTo());
    boolean suppressed = n < settings.minRespondents();
    boolean shown = isOver && !suppressed && n > 0;
    double nps = 100 * (p / n - d / n);
    double se = 100 * Math.sqrt((p / n + d / n - Math.pow(p / n - d / n, 2)) / n);
    double m = n + 3;
    double p2 = (p + 0.75) / m;
    double d2 = (d + 0.75) / m;
    double half = Z * 100 * Math.sqrt((p2 + d2 - (p2 - d2) * (p2 - d2)) / m);
    boolean compares = month != null && shown && before[0] != null;
    Double change = compares ? (Double) (nps - before[0]) : null;
    Boolean significant =
        compares ? Math.abs(change) > Z * Math.sqrt(se * se + before[1] * before[1]) : null;
    if (month != null) {
      before[0] = shown ? (Double) nps : null;
      before[1] = shown ? (Double) se : null;
    }
    double mean = latest.values().stream().mapToInt(Answer::score).average().orElse(0);
    return RowFactory.create(
        dimension,
        value,
        month == null ? null : Date.valueOf(month.atDay(1)),
        (long) answers.size(),
        (long) n,
        (long) p,
        (long) (n - p - d),
        (long) d,
        shown ? nps : null,
        shown ? se : null,
        shown ? Math.max(-100, 100 * (p2 - d2) - half) : null,
        shown ? Math.min(100, 100 * (p2 - d2) + half) : null,
        null,
        shown ? mean : null,
        shown && known > 0 ? n / known : null,
        suppressed,
        change,
        significant);
  }

  private static long count(Map<String, Answer> latest, int from, int through) {
    return latest.values().stream()
        .filter(Objects::nonNull)
        .filter(answer -> answer.score >= from && answer.score <= through)
        .count();
  }
}
