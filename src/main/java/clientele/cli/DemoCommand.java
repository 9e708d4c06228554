package clientele.cli;

import clientele.generate.Generator;
import clientele.generate.GeneratorOptions;
import clientele.io.Publication;
import clientele.io.RunName;
import clientele.io.RunSession;
import clientele.io.Storage;
import clientele.job.Jobs;
import clientele.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows everything on a generated company. */
@Command(
    name = "demo",
    description = "Generate a company in demo/, run everything on it, and say what to look at.")
final class DemoCommand implements Callable<Integer> {
  private static final int FEWEST = 5_000;

  /** Two years show every table, and a third would make people wait. */
  private static final int MONTHS = 24;

  private static final long SEED = 1;

  @Mixin private CommonOptions common;

  @Option(
      names = "--customers",
      description = "Customers of the company, 5000 or more (default: ${DEFAULT-VALUE}).")
  private long customers = FEWEST;

  @Override
  public Integer call() throws IOException {
    if (customers < FEWEST) {
      throw clientele.error.Errors.demoTooSmall(customers, FEWEST);
    }
    Path folder = Path.of("demo").toAbsolutePath();
    GeneratorOptions options =
        GeneratorOptions.of(customers, SEED, folder.resolve("data").toString()).withMonths(MONTHS);
    try (SparkSession spark = common.spark()) {
      Generator.generate(spark, options, new Progress());
      Path conf = DemoFolder.configuration(folder);
      Settings settings = common.settings(conf);
      spark.conf().set("spark.sql.session.timeZone", settings.timeZone().getId());
      RunCommand.run(spark, settings, RunName.of(options.until()), RunSession.Start.ANEW, Jobs.ALL);
      tell(settings, conf, options);
    }
    return ExitCode.DONE.code();
  }

  private static void tell(Settings settings, Path conf, GeneratorOptions options) {
    Storage storage = Storage.of(settings.warehouse());
    Publication publication = RunSession.current(storage);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String file = Path.of("").toAbsolutePath().relativize(conf).toString();
    out.println("Published tables:");
    int width = publication.tables().keySet().stream().mapToInt(String::length).max().orElse(0);
    publication
        .tables()
        .forEach(
            (name, entry) ->
                out.printf("  %-" + width + "s  %s%n", name, storage.path(entry.path())));
    out.println();
    out.println("Ask them:");
    for (String query :
        new String[] {
          "SELECT basis, month, customers_at_start, gained, churned, returned, churn_rate FROM"
              + " gold.churn_monthly WHERE dimension = 'all' ORDER BY basis, month",
          "SELECT basis, value AS region, period AS months_later, retention FROM"
              + " gold.cohort_retention WHERE dimension = 'region' AND window = 'month' AND"
              + " is_total AND period IN (1, 3, 6, 12) ORDER BY basis, value, period",
          "SELECT value_decile, count(*) AS customers, sum(clv) AS clv, avg(p_no_purchase) AS"
              + " p_no_purchase FROM gold.customer_clv GROUP BY value_decile ORDER BY value_decile",
          "SELECT value AS income_band, respondents, nps, nps_low, nps_high FROM gold.nps WHERE"
              + " dimension = 'income_band' AND period IS NULL ORDER BY nps DESC"
        }) {
      out.println("  ./clientele sql --conf " + file + " \"" + query + "\"");
    }
    out.println();
    out.println("Run the date again:");
    out.println("  ./clientele run --date " + options.until() + " --conf " + file);
  }
}
