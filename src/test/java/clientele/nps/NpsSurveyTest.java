package clientele.nps;

import static clientele.testing.TableAssert.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clientele.nps.PlainNps.Answer;
import clientele.settings.Dimension;
import clientele.settings.NpsSettings;
import clientele.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test data of the R package NPS, by B. Rocks: 1,000 answers of 2012, one of each customer. */
@ExtendWith(SparkExtension.class)
final class NpsSurveyTest {
  private static final LocalDate END = LocalDate.of(2012, 12, 31);

  private final SparkSession spark;

  NpsSurveyTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyCellIsThatOfAnotherComputationAndThoseOfRegionsAreThePublishedOnes()
      throws IOException {
    String data = System.getenv("CLIENTELE_DATA");
    assumeTrue(data != null, "CLIENTELE_DATA does not name the folder of the real data sets");
    List<Answer> answers = new ArrayList<>();
    Map<String, Map<String, String>> base = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(data, "nps_survey", "responses.csv"))) {
      String[] cell = line.split(",", -1);
      if (!cell[0].equals("response_id")) {
        LocalDate on = LocalDate.parse(cell[1]);
        answers.add(
            new Answer(
                cell[0],
                cell[0],
                on.atStartOfDay().toInstant(ZoneOffset.UTC),
                Integer.parseInt(cell[2]),
                null));
        Map<String, String> attributes = Map.of("region", cell[3], "business_unit", cell[5]);
        base.put(cell[0], attributes);
        // For each who answers one who does not, and three in the smallest region.
        for (int i = 0; i < (cell[3].equals("LATAM") ? 3 : 1); i++) {
          base.put(cell[0] + " silent " + i, attributes);
        }
      }
    }
    NpsSettings settings = new NpsSettings(30, 6, 9, Optional.of(new Dimension("region")));
    Dataset<Row> computed =
        new NpsTransforms(
                PlainNps.responses(spark, answers),
                spark.emptyDataFrame().selectExpr("'1' as customer_id"),
                PlainNps.customers(spark, base),
                List.of(new Dimension("region"), new Dimension("business_unit")),
                List.of(),
                settings,
                END)
            .nps()
            .localCheckpoint();

    assertThat(computed)
        .hasSameContentAs(
            spark.createDataFrame(
                new PlainNps(answers, base, settings, END).rows(computed.schema()),
                computed.schema()));
    assertThat(computed.where("dimension IN ('all', 'region') AND period IS NULL"))
        .within(5e-4)
        .hasRows(
            """
            value | respondents | promoters | passives | detractors | nps    | standard_error | nps_low | nps_high
            all   | 1000        | 462       | 176      | 362        | 10.000 | 2.8531         | 4.390   | 15.551
            NAM   | 507         | 240       | 83       | 184        | 11.045 | 4.0317         | 3.111   | 18.850
            EMEA  | 259         | 110       | 50       | 99         | 4.247  | 5.5755         | -6.643  | 15.040
            APAC  | 139         | 74        | 23       | 42         | 23.022 | 7.4984         | 8.040   | 37.030
            LATAM | 95          | 38        | 20       | 37         | 1.053  | 9.1154         | -16.471 | 18.512
            """);
  }
}
