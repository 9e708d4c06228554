package clientele.cli;

import clientele.catalogue.Tables;
import clientele.cohort.InactivityWindow;
import clientele.cohort.InactivityWindow.Recency;
import clientele.error.Errors;
import clientele.io.PublishedSnapshot;
import clientele.job.BoundedCollect;
import clientele.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proposes the days without purchase after which a customer counts as gone. */
@Command(
    name = "window",
    description = {
      "Propose churn.inactive-after-days from the published purchases, as the line to write into the"
          + " configuration.",
      "The table says, by days since the last purchase, how many customers bought again within 180"
          + " days, seen from one past date a season. Nothing is changed: with another number the"
          + " whole past reads otherwise."
    })
final class WindowCommand implements Callable<Integer> {
  private static final StructType CURVE =
      StructType.fromDDL(
          "from_days INT, to_days INT, customers BIGINT, ordering BIGINT, share_ordering DOUBLE");

  @Mixin private CommonOptions common;

  @Option(
      names = "--date",
      paramLabel = "D",
      description = "Last day that counts (default: the newest business date published).")
  private String date;

  @Option(
      names = "--format",
      description = "table (default), csv or json; the last two print the line on stderr.",
      converter = RowFormat.Converter.class)
  private RowFormat format = RowFormat.TABLE;

  @Override
  public Integer call() throws IOException {
    LocalDate wanted = date == null ? null : BusinessDate.parse(date);
    Settings settings = common.settings();
    PublishedSnapshot.require(settings);
    try (SparkSession spark = common.spark(settings)) {
      PublishedSnapshot snapshot = PublishedSnapshot.open(spark, settings);
      LocalDate newest = snapshot.newestDate();
      LocalDate asOf = wanted == null ? newest : wanted;
      if (asOf.isAfter(newest)) {
        throw Errors.afterNewestDate(asOf, newest);
      }
      Dataset<Row> counts =
          InactivityWindow.counts(snapshot.table(Tables.CUSTOMER_MONTH, asOf), asOf);
      InactivityWindow window =
          InactivityWindow.of(BoundedCollect.rows(counts, InactivityWindow.MOST_ROWS));
      RowPrinter.print(curve(spark, window), format, 0);
      propose(window, settings.churn().inactiveAfterDays());
    }
    return ExitCode.DONE.code();
  }

  private void propose(InactivityWindow window, int configured) {
    PrintStream results = format == RowFormat.TABLE ? System.out : System.err;
    PrintStream out = new PrintStream(results, true, StandardCharsets.UTF_8);
    out.println();
    out.println("churn.inactive-after-days = " + window.days());
    window.warning().ifPresent(why -> System.err.println("clientele: warning: " + why));
    if (window.found().isPresent() && window.days() != configured) {
      System.err.printf(
          "clientele: warning: the configuration says %d, the purchases suggest %d. Another number"
              + " restates all published churn.%n",
          configured, window.days());
    }
  }

  private static Dataset<Row> curve(SparkSession spark, InactivityWindow window) {
    List<Row> rows = window.curve().stream().map(WindowCommand::row).toList();
    return spark.createDataFrame(rows, CURVE);
  }

  private static Row row(Recency group) {
    Integer toDays = group.toDays().isPresent() ? group.toDays().getAsInt() : null;
    double share = Math.round(group.share() * 10_000) / 10_000.0;
    return RowFactory.create(group.fromDays(), toDays, group.customers(), group.ordering(), share);
  }
}
