package clientele.cli;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.error.Errors;
import clientele.io.PublishedSnapshot;
import clientele.settings.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that read the published snapshot. */
final class ReadCommands {
  private ReadCommands() {}

  /** How rows are printed. */
  static final class Output {
    @Option(
        names = "--format",
        description = "table (default), csv or json.",
        converter = RowFormat.Converter.class)
    private RowFormat format = RowFormat.TABLE;

    @Option(
        names = "--limit",
        description = "Most rows to print (default: ${DEFAULT-VALUE}; 0: all).")
    private int limit = 1000;
  }

  /** Runs a query. */
  @Command(
      name = "sql",
      description = "Query the published snapshot; tables are named as in gold.nps.")
  static final class Sql implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Parameters(paramLabel = "QUERY", description = "For example: \"SELECT * FROM gold.nps\".")
    private String query;

    @Override
    public Integer call() throws IOException {
      Settings settings = common.settings();
      PublishedSnapshot.require(settings);
      try (SparkSession spark = common.spark(settings)) {
        Dataset<Row> rows = PublishedSnapshot.open(spark, settings).query(query);
        try {
          RowPrinter.print(rows, output.format, output.limit);
        } catch (Exception e) { // Such as a division by zero, which shows only now.
          throw PublishedSnapshot.failed(query, e);
        }
      }
      return ExitCode.DONE.code();
    }
  }

  /** Shows a table. */
  @Command(name = "show", description = "Show a table of the published snapshot.")
  static final class Show implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Parameters(paramLabel = "TABLE", description = "For example: gold.churn_monthly.")
    private String name;

    @Option(
        names = "--date",
        paramLabel = "D",
        description = "Business date (default: the newest one published).")
    private String date;

    @Override
    public Integer call() throws IOException {
      Table table =
          Tables.named(name).orElseThrow(() -> Errors.unknownTable(name, Tables.names().toList()));
      Settings settings = common.settings();
      PublishedSnapshot.require(settings);
      try (SparkSession spark = common.spark(settings)) {
        PublishedSnapshot snapshot = PublishedSnapshot.open(spark, settings);
        var businessDate = date == null ? snapshot.newestDate() : BusinessDate.parse(date);
        RowPrinter.print(snapshot.table(table, businessDate), output.format, output.limit);
      }
      return ExitCode.DONE.code();
    }
  }
}
