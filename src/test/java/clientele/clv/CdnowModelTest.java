package clientele.clv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.fold.CustomerMonths;
import clientele.model.PurchaseFamily;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import clientele.testing.DataFolder;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
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
            CustomerHistories.of(months(END), settings.holdoutDays(), END),
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

  /** From the end of the papers' calibration to the end of the data, 39 weeks each. */
  @Test
  void heldOutWeeksAreThePublishedOnes() {
    LocalDate date = LocalDate.of(1998, 6, 30);
    ClvSettings settings =
        new ClvSettings(
            Optional.of(PurchaseFamily.PARETO_NBD), List.of(PurchaseFamily.BG_NBD), 273, 365, 0.1);
    Dataset<Row> months = months(date);
    Dataset<Row> histories =
        CustomerHistories.told(
            CustomerHistories.of(months, settings.holdoutDays(), date),
            spark.createDataFrame(List.of(), Tables.CUSTOMERS_TABLE.schema()),
            Optional.empty(),
            90);
    Dataset<Row> fits = ModelFits.of(settings).rows(histories, date);
    List<Row> models = fits.collectAsList();
    Dataset<Row> table =
        new Validation(settings.holdoutDays(), Season.NONE)
            .rows(months, histories, spark.createDataFrame(models, fits.schema()), date);
    Dataset<Row> rows = spark.createDataFrame(table.collectAsList(), table.schema());

    // One origin: there are no 39 weeks before the first one.
    assertThat(rows.select("origin").distinct().collectAsList())
        .extracting(row -> row.getDate(0).toLocalDate())
        .containsExactly(END);
    TableAssert.assertThat(
            rows.where("kind = 'total' AND model LIKE '%-nbd'")
                .select("model", "actual", "expected"))
        .within(0.5, "expected")
        .hasRows(
            """
            model      | actual | expected
            pareto-nbd | 1882   | 1665.5
            bg-nbd     | 1882   | 1653.4
            """);
    TableAssert.assertThat(
            rows.where("kind = 'frequency' AND model = 'pareto-nbd'")
                .selectExpr(
                    "bucket",
                    "customers",
                    "actual / customers AS actual",
                    "expected / customers AS expected"))
        .within(0.0015)
        .hasRows(
            """
            bucket | customers | actual | expected
            0      | 1411      | 0.237  | 0.138
            1      | 439       | 0.697  | 0.600
            2      | 214       | 1.393  | 1.196
            3      | 100       | 1.560  | 1.714
            4      | 62        | 2.532  | 2.399
            5      | 38        | 2.947  | 2.907
            6      | 29        | 3.862  | 3.819
            7+     | 64        | 6.359  | 6.403
            """);
    // Purchases after the first: 2,457 in the calibration, 1,882 after it. What is expected is the
    // sum of equation 9 of Fader, Hardie and Lee (2005) over the days of first purchases.
    TableAssert.assertThat(
            rows.where("kind = 'week' AND model = 'bg-nbd'")
                .where("bucket IN ('1997-01-07', '1997-09-30', '1998-06-30')")
                .select("bucket", "customers", "actual", "expected"))
        .within(0.05, "expected")
        .hasRows(
            """
            bucket     | customers | actual | expected
            1997-01-07 | 157       | 0      | 3.21
            1997-09-30 | 2357      | 2457   | 2493.95
            1998-06-30 | 2357      | 4339   | 4160.60
            """);
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

  private Dataset<Row> months(LocalDate end) {
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
            .csv(DataFolder.path().resolve("cdnow/sample.csv.gz").toString())
            .select(columns)
            .where(functions.col("ordered_on").leq(functions.lit(end)));
    return CustomerMonths.fold(
        orders,
        spark.createDataFrame(List.of(), Tables.REFUNDS_TABLE.schema()),
        end,
        30,
        CustomerMonths.Categories.NONE);
  }
}
