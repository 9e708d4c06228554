package clientele.nps;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.nps.PlainNps.Answer;
import clientele.settings.Dimension;
import clientele.settings.NpsSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
final class NpsTransformsTest {
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
        new NpsSettings(minRespondents, 6, 9, Optional.empty()),
        asOf);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2024-06-30, 3, 6, 9, income_band",
    "2, 2024-06-29, 10, 5, 8, region",
    "3, 2024-07-01, 1, 6, 9, null"
  })
  void everyCellIsWhatTheDefinitionsSay(
      long seed,
      LocalDate asOf,
      int minRespondents,
      int detractorsUpTo,
      int promotersFrom,
      String weightBy) {
    Random random = new Random(seed);
    Map<String, Map<String, String>> base = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      base.put(
          "c" + i,
          Map.of(
              "region", List.of("North", "South", "unknown").get(random.nextInt(3)),
              "income_band", List.of("low", "middle", "high").get(i % 7 % 3)));
    }
    List<Answer> answers = new ArrayList<>();
    Instant start = Instant.parse("2024-01-20T00:00:00Z");
    Instant end = asOf.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    int hours = (int) ((end.getEpochSecond() - start.getEpochSecond()) / 3600);
    for (int i = 0; i < 200; i++) {
      answers.add(
          new Answer(
              "r" + i,
              // Some customers never answer, and others answer every other month.
              "c" + random.nextInt(1 + random.nextInt(50)),
              start.plusSeconds(3600L * random.nextInt(hours)),
              random.nextInt(11),
              Arrays.asList("before", "after", null).get(random.nextInt(3))));
    }
    NpsSettings settings =
        new NpsSettings(
            minRespondents,
            detractorsUpTo,
            promotersFrom,
            weightBy.equals("null") ? Optional.empty() : Optional.of(new Dimension(weightBy)));
    Dataset<Row> computed = nps(answers, base, settings, asOf);
    assertThat(computed)
        .hasSameContentAs(
            spark.createDataFrame(
                new PlainNps(answers, base, settings, asOf).rows(computed.schema()),
                computed.schema()));
  }

  private Dataset<Row> nps(
      List<Answer> answers,
      Map<String, Map<String, String>> base,
      NpsSettings settings,
      LocalDate asOf) {
    return new NpsTransforms(
            PlainNps.responses(spark, answers),
            spark.emptyDataFrame().selectExpr("'c0' as customer_id"),
            PlainNps.customers(spark, base),
            List.of(new Dimension("region"), new Dimension("income_band")),
            List.of(),
            settings,
            asOf)
        .nps();
  }

  @Test
  void aRespondentWhoAnswersTwiceCountsAsOnce() {
    List<Answer> once = new ArrayList<>();
    List<Answer> twice = new ArrayList<>();
    Map<String, Map<String, String>> base = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      Instant at = Instant.parse("2024-0" + (1 + i % 2) + "-10T00:00:00Z");
      base.put("c" + i, Map.of("region", i < 10 ? "North" : "South", "income_band", "low"));
      once.add(new Answer("r" + i, "c" + i, at, i % 11, "after"));
      twice.add(new Answer("r" + i, "c" + i, at, i % 11, "after"));
      twice.add(new Answer("earlier" + i, "c" + i, at.minusSeconds(60), 10 - i % 11, "after"));
      twice.add(new Answer("again" + i, "c" + i, at, i % 11, "after"));
    }
    NpsSettings settings = new NpsSettings(5, 6, 9, Optional.of(new Dimension("region")));
    LocalDate asOf = LocalDate.of(2024, 2, 29);
    assertThat(nps(twice, base, settings, asOf))
        .hasSameContentAs(nps(once, base, settings, asOf), "responses");
  }
}
