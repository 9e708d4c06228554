package clientele.cli;

import clientele.generate.Generator;
import clientele.generate.GeneratorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates the sources of a believable company, with the truth beside them. */
@Command(
    name = "generate",
    description = "Generate all sources of a believable company, with the truth beside them.")
final class GenerateCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(names = "--customers", required = true, description = "Number of customers.")
  private long customers;

  @Option(names = "--seed", required = true, description = "The same seed gives the same data.")
  private long seed;

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "Folder to write to.")
  private Path to;

  @Option(names = "--months", description = "Months of history (default: 36).")
  private Integer months;

  @Option(names = "--until", paramLabel = "D", description = "Last day (default: 2025-12-31).")
  private String until;

  @Option(names = "--dirty", paramLabel = "SHARE", description = "Share of rows to break, 0..0.5.")
  private Double dirty;

  @Option(
      names = "--seasonality",
      description = "Strength of the yearly pattern, 0 none, 1 a fourfold December.")
  private Double seasonality;

  @Option(names = "--effects", description = "Strength of all effects; 0 is a null world.")
  private Double effects;

  @Option(names = "--files", description = "Files per large source (default: by size).")
  private Integer files;

  @Override
  public Integer call() throws IOException {
    String folder = to.toAbsolutePath().normalize().toString();
    GeneratorOptions options = GeneratorOptions.of(customers, seed, folder);
    options = months == null ? options : options.withMonths(months);
    options = until == null ? options : options.withUntil(BusinessDate.parse(until));
    options = dirty == null ? options : options.withDirtyShare(dirty);
    options = seasonality == null ? options : options.withSeasonality(seasonality);
    options = effects == null ? options : options.withEffects(effects);
    options = files == null ? options : options.withFiles(files);
    try (SparkSession spark = common.spark()) {
      Generator.generate(spark, options, new Progress());
    }
    System.out.println(folder + "/clientele.conf");
    return ExitCode.DONE.code();
  }
}
