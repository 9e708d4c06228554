package clientele.ingest;

import static clientele.catalogue.Tables.ORDERS_TABLE;
import static clientele.catalogue.Tables.ORDER_LINES_TABLE;
import static clientele.catalogue.Tables.REFUNDS_TABLE;
import static clientele.ingest.IngestTrial.lines;
import static clientele.settings.SourceName.ORDERS;
import static clientele.settings.SourceName.ORDER_LINES;
import static clientele.testing.TableAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.catalogue.Tables;
import clientele.error.ClienteleException.IncompleteException;
import clientele.error.ClienteleException.SourceDataException;
import clientele.io.RunLogEntry.Counts;
import clientele.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ingest job on real files, with its tables in memory. */
@ExtendWith(SparkExtension.class)
final class SourceIngestTest {
  private static final String HEADER = "order_id,customer_id,ordered_at,amount";
  private static final String CSV =
      """
      sources.orders {
        path = orders, format = csv, max-bad-share = 0.5
        columns { order_id = order_id, customer_id = customer_id, ordered_at = ordered_at,
                  amount = amount }
      }
      """;
  private static final String PARQUET = "sources.orders { path = orders }";

  @TempDir private Path folder;
  private final SparkSession spark;
  private IngestTrial trial;

  SourceIngestTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void begin() {
    trial = new IngestTrial(spark, folder);
  }

  private static String orders(String columns, long rows) {
    return "SELECT " + columns + " FROM range(" + rows + ")";
  }

  private static String plain(long rows) {
    return orders(
        "concat('o', id) AS order_id, concat('c', id % 7) AS customer_id,"
            + " timestamp'2024-01-15 10:00:00' AS ordered_at,"
            + " CAST(id AS DECIMAL(18,2)) AS amount",
        rows);
  }

  private void refused(String date, String... said) {
    assertThatThrownBy(() -> trial.run(date))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContainingAll(said);
    assertThat(trial.rows(Tables.INGESTED_FILE)).isZero();
  }

  /** Files that are not what they seem: refused, and named. */
  @Nested
  final class BrokenFiles {
    @BeforeEach
    void oneGoodFile() {
      trial.sources(PARQUET).parquet("orders/good.parquet", plain(1000));
    }

    private void change(String name, java.util.function.UnaryOperator<byte[]> change) {
      try {
        Files.write(trial.path(name), change.apply(Files.readAllBytes(trial.path(name))));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Test
    void withoutBytes() {
      trial.write("orders/part-1.parquet", "");
      refused("2024-01-31", "part-1.parquet", "has no bytes");
    }

    @Test
    void truncated() {
      trial.parquet("orders/part-1.parquet", plain(1000));
      change("orders/part-1.parquet", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
      refused("2024-01-31", "part-1.parquet", "cannot read");
    }

    @Test
    void textNamedParquet() {
      trial.write("orders/part-1.parquet", "order_id,customer_id\n1,2\n");
      refused("2024-01-31", "part-1.parquet", "cannot read");
    }

    @Test
    void withATypeThatSparkDoesNotHave() throws IOException {
      MessageType type =
          MessageTypeParser.parseMessageType(
              "message m { required int64 ordered_at (TIMESTAMP(NANOS,false)); }");
      ExampleParquetWriter.builder(new LocalOutputFile(trial.path("orders/nanos.parquet")))
          .withType(type)
          .build()
          .close();
      refused("2024-01-31", "nanos.parquet", "TIMESTAMP(NANOS", "microseconds");
    }

    @Test
    void withTwoColumnsOfOneName() {
      SparkSession exact = spark.newSession();
      exact.conf().set("spark.sql.caseSensitive", "true");
      new IngestTrial(exact, folder)
          .parquet("orders/twice.parquet", "SELECT 'o1' AS order_id, 1 AS amount, 2 AS amounT");
      refused("2024-01-31", "twice.parquet", "amount");
    }

    @Test
    void withAFlippedBitInAPage() {
      trial.parquet("orders/part-1.parquet", plain(1000));
      change(
          "orders/part-1.parquet",
          bytes -> {
            bytes[bytes.length / 3] ^= 1;
            return bytes;
          });
      refused("2024-01-31", "part-1.parquet", "cannot read");
    }

    @Test
    void withoutAColumn() {
      trial.parquet(
          "orders/part-1.parquet",
          orders(
              "concat('p', id) AS order_id, 'c' AS customer_id, current_date() AS ordered_at", 9));
      refused("2024-01-31", "part-1.parquet", "amount");
    }

    @Test
    void withoutAColumnThatAnExpressionNames() {
      trial.sources(CSV.replace("amount = amount }", "amount = \"net + tax\" }"));
      trial.write("orders/a.csv", lines(HEADER + ",net", "o1,c1,2024-01-05,1,1"));
      refused(
          "2024-01-31",
          "a.csv: cannot evaluate amount = \"net + tax\": the file has no column `tax`; it has"
              + " order_id, customer_id, ordered_at, amount, net.");
    }

    @Test
    void withAColumnOfAnotherKind() {
      trial.parquet(
          "orders/part-1.parquet",
          orders(
              "concat('p', id) AS order_id, 'c' AS customer_id, current_date() AS ordered_at,"
                  + " '1.50' AS amount",
              9));
      refused("2024-01-31", "part-1.parquet", "amount", "a number", "STRING");
    }

    @Test
    void aTruncatedArchiveIsNamedToo() {
      trial.sources(CSV.replace("path = orders", "path = lines"));
      StringBuilder text = new StringBuilder(HEADER + "\n");
      for (int i = 0; i < 20_000; i++) {
        text.append("o").append(i).append(",c").append(i * 7919L).append(",2024-01-15,1.00\n");
      }
      trial.gzip("lines/part-1.csv.gz", text.toString());
      change("lines/part-1.csv.gz", bytes -> Arrays.copyOf(bytes, bytes.length - 2000));
      refused("2024-01-31", "part-1.csv.gz", "cannot read");
    }

    @Test
    void aCsvRowWithCellsTooManyIsNamedToo() {
      trial.sources(CSV.replace("path = orders", "path = lines"));
      trial.write(
          "lines/part-1.csv", lines(HEADER, "o1,c1,2024-01-15,1.00", "o2,c1,2024-01-15,1,00"));
      refused("2024-01-31", "part-1.csv", "cannot read");
    }
  }

  @Test
  void aKnownFileThatChangedIsRefusedUnlessTheSettingsSayReplace() {
    trial.sources(CSV);
    trial.write("orders/a.csv", lines(HEADER, "o1,c1,2024-01-15,1.00", "o2,c1,2024-01-15,2.00"));
    trial.run("2024-01-31");
    trial.write("orders/a.csv", lines(HEADER, "o1,c1,2024-01-15,7.00"));

    assertThatThrownBy(() -> trial.run("2024-01-31"))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContainingAll("a.csv", "has changed", "on-changed-file = replace");

    trial.sources(CSV.replace("format = csv", "format = csv, on-changed-file = replace"));
    trial.run("2024-01-31");
    assertThat(trial.table(ORDERS_TABLE, "order_id", "amount"))
        .hasRows(
            """
            order_id | amount
            o1       | 7.00
            """);
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(1, 0, 0, 0, 0, 1, 1));
  }

  @Test
  void replacingAnOldFileKeepsWhatLaterDatesHaveBrought() {
    String dated =
        CSV.replace("path = orders", "path = \"orders/dt={date}\"")
            .replace("format = csv", "format = csv, on-changed-file = replace");
    trial.sources(dated);
    trial.write("orders/dt=2024-01-01/a.csv", lines(HEADER, "o1,c1,2024-01-01,1.00"));
    trial.write("orders/dt=2024-01-02/a.csv", lines(HEADER, "o2,c1,2024-01-02,2.00"));
    trial.run("2024-01-02");
    trial.write("orders/dt=2024-01-01/a.csv", lines(HEADER, "o1,c1,2024-01-01,17.00"));

    trial.run("2024-01-01").run("2024-01-02");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "amount"))
        .hasRows(
            """
            order_id | amount
            o1       | 17.00
            o2       | 2.00
            """);
  }

  @Test
  void filesWithOtherTypesAndMoreColumnsLieSideBySide() {
    trial.sources(PARQUET);
    trial.parquet(
        "orders/1.parquet",
        "SELECT 1 AS order_id, 'c' AS customer_id, date'2024-01-01' AS ordered_at, 5 AS amount");
    trial.parquet(
        "orders/2.parquet",
        "SELECT 2L AS order_id, 'c' AS customer_id, timestamp'2024-01-02 09:00:00' AS ordered_at,"
            + " 6.125D AS amount, 'gift' AS note");
    trial.run("2024-01-31");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "ordered_at", "amount"))
        .hasRows(
            """
            order_id | ordered_at          | amount
            1        | 2024-01-01          | 5.00
            2        | 2024-01-02 09:00:00 | 6.13
            """);
  }

  @Test
  void folderNamesAreColumnsAndText() {
    trial.sources(
        """
        sources.orders {
          path = orders
          columns { order_id = order_id, customer_id = customer_id, ordered_at = ordered_at,
                    amount = amount, channel = store }
        }
        """);
    trial.parquet("orders/store=007/a.parquet", plain(1)).run("2024-01-31");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "channel"))
        .hasRows(
            """
            order_id | channel
            o0       | 007
            """);
  }

  @Test
  void fileNamesMayHoldBlanksButNoPatterns() {
    trial.sources(CSV.replace("format = csv", "format = csv, on-changed-file = replace"));
    trial.write("orders/export (1).csv", lines(HEADER, "o1,c1,2024-01-15,1.00"));
    trial.write("orders/export 2 é%.csv", lines(HEADER, "o2,c1,2024-01-15,2.00"));
    trial.run("2024-01-31");
    trial.write("orders/export 2 é%.csv", lines(HEADER, "o2,c1,2024-01-15,22.00"));
    trial.run("2024-02-01");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "amount", "ingest_no"))
        .hasRows(
            """
            order_id | amount | ingest_no
            o1       | 1.00   | 1
            o2       | 22.00  | 2
            """);

    trial.write("orders/export [3].csv", lines(HEADER, "o3,c1,2024-01-15,3.00"));
    assertThatThrownBy(() -> trial.run("2024-02-02"))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContainingAll("export [3].csv", "Rename it");
  }

  @Test
  void badRowsKeepAllTheirColumnsTheirFileAndEveryReason() {
    trial.sources(CSV.replace("amount = amount", "amount = amount, discount = discount"));
    trial.gzip(
        "orders/a.csv.gz",
        lines(
            HEADER + ",discount,note",
            "o1,,31/02/2024,NaN,x,\"a \"\"b\"\", c\"",
            "o2,c1,2024-01-15,1.005,,",
            "o3,c2,2024-01-15,3,0.5,"));
    trial.run("2024-01-31");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "amount", "discount"))
        .hasRows(
            """
            order_id | amount | discount
            o2       | 1.01   |
            o3       | 3.00   | 0.50
            """);
    assertThat(
            trial
                .quarantine()
                .selectExpr(
                    "source",
                    "regexp_extract(file, '[^/]*$', 0) AS file",
                    "row",
                    "array_sort(reasons) AS reasons"))
        .hasRows(
            """
            source | file     | row | reasons
            orders | a.csv.gz | "{""order_id"":""o1"",""customer_id"":null,""ordered_at"":""31/02/2024"",""amount"":""NaN"",""discount"":""x"",""note"":""a \\""b\\"", c""}" | ["bad_discount","bad_ordered_at","missing_customer_id","not_finite_amount"]
            """);
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(2, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void moreBadRowsThanAllowedRefuseTheRunAndSayWhy() {
    trial.sources(CSV.replace("0.5", "0.4"));
    trial.write(
        "orders/a.csv", lines(HEADER, "o1,c1,2024-01-15,1", "o2,c1,2024-01-15,x", "o3,c1,,x"));
    refused("2024-01-31", "2 of 3 rows", "max-bad-share = 0.4", "bad_amount: 2");
    assertThat(trial.rows(ORDERS_TABLE)).isZero();
  }

  @Test
  void rowsOutsideTheConditionAreFilteredNotBad() {
    trial.sources(CSV.replace("columns {", "where = \"amount <> 'x'\"\n columns {"));
    trial.write(
        "orders/a.csv", lines(HEADER, "o1,c1,2024-01-15,1", "o2,c1,2024-01-15,x", "o3,c1,,"));
    trial.run("2024-01-31");
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(1, 0, 0, 0, 2, 0, 0));
  }

  @Test
  void laterFilesCorrectOrdersAndRefundsAndMoveThemBetweenMonths() {
    trial.sources(CSV.replace("amount = amount", "amount = amount, refund_of = refund_of"));
    trial.write(
        "orders/1.csv",
        lines(
            HEADER + ",refund_of",
            "o1,c1,2024-01-15,10,",
            "o2,c1,2024-01-15,20,",
            "o3,c1,2024-03-15,30,",
            "r1,c1,2024-01-20,-5,o1"));
    trial.run("2024-03-31");
    long before = trial.rows(ORDERS_TABLE) + trial.rows(REFUNDS_TABLE);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append("f%d,c2,2024-03-01,1,\n".formatted(i));
    }
    trial.write(
        "orders/2.csv",
        lines(
                HEADER + ",refund_of",
                "o1,c1,2024-01-15,10.00,", // The same again.
                "o2,c1,2023-12-31,20,", // Dated earlier: its old row goes.
                "o3,c1,2024-03-16,30,", // Dated later: its old row is hidden from then on.
                "r1,c1,2024-01-20,6,o1", // It names an order: a refund, whatever its sign.
                "o5,c1,2024-03-15,1,",
                "o5,c1,2024-03-15,2,") // A conflict.
            + many);
    trial.run("2024-03-31");

    assertThat(
            trial
                .table(ORDERS_TABLE, "order_id", "ordered_on", "month", "amount", "replaced_on")
                .where("amount > 1"))
        .hasRows(
            """
            order_id | ordered_on | month      | amount | replaced_on
            o1       | 2024-01-15 | 2024-01-01 | 10.00  |
            o2       | 2023-12-31 | 2023-12-01 | 20.00  |
            o3       | 2024-03-15 | 2024-03-01 | 30.00  | 2024-03-16
            o3       | 2024-03-16 | 2024-03-01 | 30.00  |
            """);
    assertThat(trial.table(REFUNDS_TABLE, "refund_id", "amount", "refund_of"))
        .hasRows(
            """
            refund_id | amount | refund_of
            r1        | 6.00   | o1
            """);
    Counts counts = trial.counts(ORDERS);
    assertThat(counts).isEqualTo(new Counts(103, 0, 1, 2, 0, 2, 0));
    long after = trial.rows(ORDERS_TABLE) + trial.rows(REFUNDS_TABLE);
    assertThat(IngestTrial.addsUp(counts, before, after)).isTrue();
    assertThat(trial.reasons()).containsExactly("conflicting_key", "conflicting_key");

    trial.run("2024-03-31");
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void identicalRowsWithoutAKeyAreKeptOrDropped() {
    String keyless = CSV.replace("order_id = order_id, ", "");
    String text = lines(HEADER, "x,c1,2024-01-15,1", "x,c1,2024-01-15,1", "x,c1,2024-01-16,1");
    trial.sources(keyless).write("orders/a.csv", text).run("2024-01-31");
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(3, 0, 0, 0, 0, 0, 0));

    trial.sources(keyless.replace("format = csv", "format = csv, identical-rows = drop"));
    trial.run("2024-01-31");
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(2, 0, 1, 0, 0, 3, 0));
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(2);

    // Identical means in all columns: the second row differs in one that is not mapped.
    String more = lines(HEADER, "x,c1,2024-01-16,1", "y,c1,2024-01-16,1");
    trial.write("orders/b.csv", more).run("2024-02-01");
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(3);
  }

  @Test
  void aSnapshotForgetsWhatHasVanished() {
    trial.sources(CSV.replace("format = csv", "format = csv, mode = snapshot"));
    trial.write(
        "orders/a.csv",
        lines(HEADER, "o1,c1,2024-01-15,1", "o2,c1,2024-01-15,2", "o3,c1,2024-01-15,3"));
    trial.run("2024-01-31");
    trial.write("orders/a.csv", lines(HEADER, "o1,c1,2024-01-15,1", "o2,c1,2024-01-15,22"));
    trial.run("2024-02-01");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "amount"))
        .hasRows(
            """
            order_id | amount
            o1       | 1.00
            o2       | 22.00
            """);
    assertThat(trial.counts(ORDERS)).isEqualTo(new Counts(2, 0, 0, 0, 0, 2, 1));
  }

  @Test
  void theFolderOfTheDateIsASnapshotAndItsAbsenceIsNoData() {
    trial.sources(
        CSV.replace("path = orders", "path = \"orders/dt={date}\"")
            .replace("format = csv", "format = csv, mode = snapshot"));
    trial.write("orders/dt=2024-01-01/a.csv", lines(HEADER, "o1,c1,2024-01-01,1"));
    trial.write("orders/dt=2024-01-02/a.csv", lines(HEADER, "o2,c1,2024-01-02,2"));
    trial.run("2024-01-02");
    assertThat(
            trial
                .table(ORDERS_TABLE, "order_id")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .containsExactly("o2");

    assertThatThrownBy(() -> trial.run("2024-01-03"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContainingAll("2024-01-03", "dt=2024-01-03");
  }

  @Test
  void theDateOfAFileStandsWhereThePatternHasIt() {
    trial.sources(CSV.replace("path = orders", "path = \"orders/d?-{date}/*.csv\""));
    trial.write("orders/dt-2024-01-01/until-2024-01-02.csv", lines(HEADER, "o1,c1,2024-01-01,1"));
    trial.write("orders/dt-2024-01-02/until-2024-01-03.csv", lines(HEADER, "o2,c1,2024-01-02,1"));
    trial.run("2024-01-02");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(2);
  }

  @Test
  void aDeltaTableIsReadAsItStands() throws IOException {
    trial.sources("sources.orders { path = table, format = delta }");
    String table = trial.path("table").toString();
    spark.sql(plain(5)).write().format("delta").save(table);
    trial.run("2024-01-31").run("2024-01-31");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(5);

    spark.sql(plain(3)).write().format("delta").mode("overwrite").save(table);
    trial.run("2024-01-31");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(3);

    Path broken =
        Path.of(java.net.URI.create(spark.read().format("delta").load(table).inputFiles()[0]));
    Files.write(broken, new byte[] {1, 2, 3});
    spark.sql(plain(1)).write().format("delta").mode("append").save(table);
    assertThatThrownBy(() -> trial.run("2024-01-31"))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContaining(broken.getFileName().toString());
  }

  @Test
  void whatTellsTheLatestMayBeTextIfItIsANumberOrATime() {
    trial.sources(CSV.replace("format = csv", "format = csv, latest-by = version"));
    String header = HEADER + ",version";
    trial.write(
        "orders/1.csv",
        lines(header, "o1,c1,2024-01-01,10,10", "o2,c1,2024-01-01,1,2024-01-05 10:00:00"));
    trial.write(
        "orders/2.csv",
        lines(
            header,
            "o1,c1,2024-01-01,99,9",
            "o2,c1,2024-01-01,2,2024-01-04",
            "o3,c,2024-01-01,5,v3"));
    trial.run("2024-01-31");
    assertThat(trial.table(ORDERS_TABLE, "order_id", "amount"))
        .hasRows(
            """
            order_id | amount
            o1       | 10.00
            o2       | 1.00
            """);
    assertThat(trial.reasons()).containsExactly("bad_latest_by");
  }

  @Test
  void ordersTakeThePlaceOfThoseMadeOfLines() {
    String lines = "sources.order_lines { path = lines, format = csv }";
    trial.sources(lines);
    trial.write(
        "lines/1.csv",
        lines(
            "order_id,line_no,product_id,quantity,customer_id,ordered_at,amount",
            "a,1,p,1,c,2024-01-01,5",
            "b,1,p,1,c,2024-01-02,6"));
    trial.run("2024-01-31");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(2);

    trial.sources(PARQUET).parquet("orders/1.parquet", plain(3));
    trial.run("2024-01-31");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(3);
    assertThat(trial.counts(ORDERS).removed()).isZero();
  }

  @Test
  void datedFoldersUpToTheDateAreRead() {
    trial.sources(CSV.replace("path = orders", "path = \"orders/dt={date}\""));
    trial.write("orders/dt=2024-01-01/a.csv", lines(HEADER, "o1,c1,2024-01-01,1"));
    trial.write("orders/dt=2024-01-03/a.csv", lines(HEADER, "o3,c1,2024-01-03,3"));
    trial.write("orders/dt=old/a.csv", lines(HEADER, "o0,c1,2024-01-01,1"));
    trial.run("2024-01-02");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(1);
    trial.run("2024-01-03");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(2);

    trial.write("orders/dt=2024-02-30/a.csv", lines(HEADER, "o9,c1,2024-01-01,1"));
    assertThatThrownBy(() -> trial.run("2024-01-03"))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContaining("dt=2024-02-30");
  }

  /** TasmanAnalytics/revenuecat#3: a month that ends at midnight of another zone. */
  @Test
  void instantsCountOnTheDayOfTheTimeZoneAndInItsMonth() {
    SparkSession inTokyo = spark.newSession();
    inTokyo.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
    trial = new IngestTrial(inTokyo, folder);
    trial.sources(CSV + "sources.subscriptions { path = subscriptions, format = csv }");
    trial.write(
        "orders/a.csv",
        lines(HEADER, "o1,c1,2024-01-31T14:59:59Z,1", "o2,c1,2024-01-31T15:00:00Z,2"));
    trial.write(
        "subscriptions/a.csv",
        lines(
            "subscription_id,customer_id,plan,started_on,ended_on,price,billing_period",
            "s1,c1,basic,2024-01-31T15:00:00Z,2024-02-29T14:59:59Z,5,month"));

    trial.run("2024-02-29");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "ordered_on", "month"))
        .hasRows(
            """
            order_id | ordered_on | month
            o1       | 2024-01-31 | 2024-01-01
            o2       | 2024-02-01 | 2024-02-01
            """);
    assertThat(trial.table(Tables.SUBSCRIPTIONS_TABLE, "started_on", "ended_on"))
        .hasRows(
            """
            started_on | ended_on
            2024-02-01 | 2024-02-29
            """);
  }

  @Test
  void withoutItsMarkerTheDateIsNotComplete() throws IOException {
    trial.sources(CSV.replace("path = orders", "path = \"orders/dt={date}\", marker = _SUCCESS"));
    trial.write("orders/dt=2024-01-01/a.csv", lines(HEADER, "o1,c1,2024-01-01,1"));

    assertThatThrownBy(() -> trial.run("2024-01-02"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContaining("2024-01-02");
    assertThatThrownBy(() -> trial.run("2024-01-01"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContaining("dt=2024-01-01/_SUCCESS");

    // A pattern of files has it beside them.
    String folderOfFiles = "orders/dt=2024-01-01/*.csv";
    trial.sources(
        CSV.replace("path = orders", "path = \"%s\", marker = _SUCCESS".formatted(folderOfFiles)));
    assertThatThrownBy(() -> trial.run("2024-01-01"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContaining("dt=2024-01-01/_SUCCESS");

    trial.write("orders/dt=2024-01-01/_SUCCESS", "").run("2024-01-01");
    assertThat(trial.rows(ORDERS_TABLE)).isEqualTo(1);
  }

  @Test
  void staleOrScarceDataOfADateAreIncomplete() {
    StringBuilder text = new StringBuilder(HEADER + "\n");
    for (int day = 1; day <= 28; day++) {
      for (int i = 0; i < 4; i++) {
        text.append("o%d-%d,c,2024-01-%02d,1\n".formatted(day, i, day));
      }
    }
    text.append("late,c,2024-01-29,1\n");
    trial.write("orders/a.csv", text.toString());

    trial.sources(CSV.replace("format = csv", "format = csv, expect.max-age-days = 1"));
    trial.run("2024-01-30");
    assertThatThrownBy(() -> trial.run("2024-01-31"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContainingAll("2024-01-29", "max-age-days");

    trial.sources(CSV.replace("format = csv", "format = csv, expect.min-share-of-median = 0.5"));
    trial.run("2024-01-28");
    assertThatThrownBy(() -> trial.run("2024-01-29"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContainingAll("1 rows", "4.0", "min-share-of-median");
  }

  @Test
  void aRateThatIsGoneIsMissed() {
    String sources =
        """
        sources.orders {
          path = orders, format = csv
          columns { order_id = order_id, customer_id = customer_id, ordered_at = ordered_at,
                    amount = amount, currency = currency }
        }
        sources.fx_rates { path = rates, format = csv, mode = snapshot
          columns { currency = currency, on_date = on_date, rate = rate } }
        """;
    trial.write(
        "orders/a.csv",
        lines(HEADER + ",currency", "o1,c1,2024-01-02,10.00,EUR", "o2,c2,2024-01-03,5.00,"));
    trial.write(
        "rates/a.csv",
        lines("currency,on_date,rate", "EUR,2024-01-01,0.85", "EUR,2024-01-05,0.86"));
    trial.sources(sources).run("2024-01-31");

    trial.write("rates/a.csv", lines("currency,on_date,rate", "EUR,2024-01-02,0.85"));
    trial.run("2024-01-31");

    trial.write("rates/a.csv", lines("currency,on_date,rate", "EUR,2024-01-05,0.86"));
    assertThatThrownBy(() -> trial.run("2024-01-31"))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContainingAll("EUR", "2024-01-05", "1 rows of silver.orders", "2024-01-02");

    trial.sources(sources.substring(0, sources.indexOf("sources.fx_rates")));
    assertThatThrownBy(() -> trial.run("2024-01-31"))
        .isInstanceOf(SourceDataException.class)
        .hasMessageContainingAll("EUR", "1 rows of silver.orders");
  }

  @Test
  void otherCurrenciesNeedRates() {
    String coined = CSV.replace("amount = amount", "amount = amount, currency = currency");
    trial.sources(coined);
    trial.write(
        "orders/a.csv",
        lines(
            HEADER + ",currency",
            "o1,c1,2024-01-15,1,GBP",
            "o2,c1,2024-01-15,2,EUR",
            "o3,c1,2024-01-15,3,XXX",
            "o4,c1,2024-01-14,3,EUR",
            "o5,c1,2024-01-15,3,"));
    refused("2024-01-31", "EUR, XXX", "GBP", "fx_rates");

    String rates =
        """
        sources.fx_rates {
          path = rates, format = csv
          columns { currency = currency, on_date = on_date, rate = rate }
        }
        """;
    trial.write("rates/a.csv", lines("currency,on_date,rate", "EUR,2024-01-15,0.85"));
    trial.sources(coined + rates).run("2024-01-31");
    assertThat(trial.table(ORDERS_TABLE, "order_id"))
        .hasRows(
            """
            order_id
            o1
            o2
            o5
            """);
    assertThat(trial.reasons()).containsExactly("no_fx_rate", "no_fx_rate");

    trial.sources(coined + rates.replace("format = csv", "format = csv, expect.max-age-days = 3"));
    assertThatThrownBy(() -> trial.run("2024-01-31"))
        .isInstanceOf(IncompleteException.class)
        .hasMessageContainingAll("fx_rates", "2024-01-15");
  }

  @Test
  void ordersThatLookLikeLinesAreRefused() {
    trial.sources(CSV);
    StringBuilder text = new StringBuilder(HEADER + "\n");
    for (int i = 0; i < 100; i++) {
      text.append("o%d,c,2024-01-15,%d\n".formatted(i % 98, i));
    }
    trial.write("orders/a.csv", text.toString());
    refused("2024-01-31", "a.csv", "2 of 98", "order lines");
  }

  @Test
  void linesWithoutADateAreCorrectedToo() {
    trial.sources(
        CSV
            + """
            sources.order_lines {
              path = lines, format = csv
              columns { order_id = order_id, line_no = line_no, product_id = product_id,
                        quantity = quantity, amount = amount }
            }
            """);
    trial.write("orders/a.csv", lines(HEADER, "o1,c1,2024-01-15,3"));
    String header = "order_id,line_no,product_id,quantity,amount";
    trial.write("lines/1.csv", lines(header, "o1,1,p,1,1", "o1,2,q,1,2")).run("2024-01-31");
    trial.write("lines/2.csv", lines(header, "o1,2,q,1,3")).run("2024-01-31");

    assertThat(trial.table(ORDER_LINES_TABLE, "line_no", "amount"))
        .hasRows(
            """
            line_no | amount
            1       | 1.00
            2       | 3.00
            """);
    assertThat(trial.counts(ORDER_LINES)).isEqualTo(new Counts(1, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void ordersAreMadeOfTheirLines() {
    trial.sources(
        """
        sources.order_lines {
          path = lines, format = csv
          columns { order_id = order_id, line_no = line_no, product_id = product_id,
                    quantity = quantity, amount = amount, customer_id = customer_id,
                    ordered_at = ordered_at }
        }
        """);
    String header = "order_id,line_no,product_id,quantity,amount,customer_id,ordered_at";
    trial.write(
        "lines/1.csv",
        lines(
            header,
            "o1,1,p,1,1,c,2024-01-15 10:00:00",
            "o1,2,q,1,2,c,2024-01-15 09:00:00",
            "o1,3,q,-1,-2,c,2024-02-01",
            "o2,1,p,1,5,c,2024-02-01",
            "r1,1,p,-1,-5,c,2024-03-01"));
    trial.run("2024-03-31");
    trial.write("lines/2.csv", lines(header, "o1,1,p,1,4,c,2024-01-15 10:00:00")).run("2024-03-31");

    assertThat(trial.table(ORDERS_TABLE, "order_id", "ordered_at", "amount"))
        .hasRows(
            """
            order_id | ordered_at          | amount
            o1       | 2024-01-15 09:00:00 | 6.00
            o2       | 2024-02-01          | 5.00
            """);
    assertThat(trial.table(REFUNDS_TABLE, "refund_id", "refunded_on", "amount", "refund_of"))
        .hasRows(
            """
            refund_id | refunded_on | amount | refund_of
            o1        | 2024-02-01  | 2.00   | o1
            r1        | 2024-03-01  | 5.00   |
            """);
  }
}
