package clientele.clv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clientele.catalogue.Tables;
import clientele.fold.CustomerMonths;
import clientele.model.PurchaseFamily;
import clientele.settings.ClvSettings;
import clientele.testing.SparkExtension;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the orders of the CDNOW sample, through months, to the published numbers. */
@ExtendWith(SparkExtension.class)
final class CdnowModelTest {
  /** End of the calibration period of the papers. */
  private static final LocalDate END = LocalDate.of(1997, 9, 30);

  private final SparkSession spark;

  CdnowModelTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void parametersAreThePublishedOnes() {
    // The 39 weeks after the end of the calibration period, of which the papers tell.
    ClvSettings settings =
        new ClvSettings(
            Optional.of(PurchaseFamily.MBG_NBD),
            List.of(PurchaseFamily.PARETO_NBD, PurchaseFamily.BG_NBD),
            91,
            273,
            0.15);
    Dataset<Row> histories =
        CustomerHistories.told(
            CustomerHistories.of(months(), settings.holdoutDays(), END),
            spark.createDataFrame(List.of(), Tables.CUSTOMERS_TABLE.schema()),
            Optional.empty(),
            90);
    Dataset<Row> fits = ModelFits.of(settings).rows(histories, END);
    List<Row> rows = fits.collectAsList();
    Map<String, Row> models =
        rows.stream()
            .filter(row -> row.getAs("segment").equals("all"))
            .collect(Collectors.toMap(row -> row.getAs("model"), row -> row));

    hasParameters(models.get("bg-nbd"), -9582.43, 0.243, 4.414, 0.793, 2.426);
    hasParameters(models.get("mbg-nbd"), -9582.14, 0.525, 6.183, 0.891, 1.614);
    hasParameters(models.get("pareto-nbd"), -9594.98, 0.553, 10.578, 0.606, 11.669);
    Map<String, Double> spend = parameters(models.get("gamma-gamma"));
    assertThat(spend.get("p")).isEqualTo(6.25, within(0.005));
    assertThat(spend.get("q")).isEqualTo(3.74, within(0.005));
    assertThat(spend.get("gamma")).isEqualTo(15.44, within(0.005));
    assertThat(models.get("gamma-gamma").<Long>getAs("customers")).isEqualTo(946);

    Row totals =
        CustomerValues.of(
                histories,
                Optional.empty(),
                spark.createDataFrame(rows, fits.schema()),
                settings,
                END)
            .selectExpr("count(*)", "sum(expected_orders)", "count_if(status = 'scored')")
            .first();
    assertThat(totals.getLong(0)).isEqualTo(2357);
    assertThat(totals.getDouble(1)).isEqualTo(1577, within(0.5));
    assertThat(totals.getLong(2)).isEqualTo(2357);
  }

  private static void hasParameters(Row row, double logLikelihood, double... expected) {
    List<String> names =
        Arrays.stream(PurchaseFamily.values())
            .filter(family -> family.label().equals(row.getAs("model")))
            .findFirst()
            .orElseThrow()
            .names();
    for (int i = 0; i < expected.length; i++) {
      assertThat(parameters(row).get(names.get(i)))
          .as("%s of %s", names.get(i), row.getAs("model"))
          .isEqualTo(expected[i], within(0.0005));
    }
    assertThat(row.<Double>getAs("log_likelihood")).isEqualTo(logLikelihood, within(0.005));
  }

  private static Map<String, Double> parameters(Row row) {
    return row.getJavaMap(row.fieldIndex("parameters"));
  }

  private Dataset<Row> months() {
    String data = System.getenv("CLIENTELE_DATA");
    assumeTrue(data != null, "CLIENTELE_DATA does not name the folder of the real data sets");
    Map<String, String> source =
        Map.of("customer_id", "customer_id", "ordered_on", "date", "amount", "value");
    Column[] columns =
        Arrays.stream(Tables.ORDERS_TABLE.schema().fields())
            .map(
                field ->
                    (source.containsKey(field.name())
                            ? functions.col(source.get(field.name()))
                            : functions.lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new);
    Dataset<Row> orders =
        spark
            .read()
            .option("header", "true")
            .csv(Path.of(data, "cdnow", "sample.csv.gz").toString())
            .select(columns)
            .where(functions.col("ordered_on").leq(functions.lit(END)));
    return CustomerMonths.fold(
        orders,
        spark.createDataFrame(List.of(), Tables.REFUNDS_TABLE.schema()),
        END,
        30,
        CustomerMonths.Categories.NONE);
  }
}
