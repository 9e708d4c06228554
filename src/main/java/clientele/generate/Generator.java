package clientele.generate;

import clientele.error.Errors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The generator of a company: all sources as Parquet folders, {@code truth/...} beside them, and a
 * {@code clientele.conf} that maps them.
 *
 * <p>Every folder is one pass over {@code spark.range}: no shuffle, no cache, memory independent of
 * the number of customers. A source simulates the customers anew instead of sharing one pass,
 * because a life costs less than moving it.
 */
public final class Generator {
  /** Customers whose orders fill about 128 MB. */
  private static final long CUSTOMERS_PER_FILE = 250_000;

  /** Below this many customers a file more costs more than a second core brings. */
  private static final long SMALL_FILE_CUSTOMERS = 2_500;

  private static final int MIN_TASKS = 4;

  private static final String LEDGER = "truth/dirty";
  private static final String CONFIGURATION = "clientele.conf";

  private final SparkSession spark;
  private final GeneratorOptions options;
  private final World world;
  private final Consumer<String> progress;

  private Generator(SparkSession spark, GeneratorOptions options, Consumer<String> progress) {
    this.spark = spark;
    this.options = options;
    this.world = World.of(options);
    this.progress = progress;
  }

  /**
   * Writes everything, replacing what an earlier call left in the folder.
   *
   * @param progress told one line for every folder that is complete
   */
  public static void generate(
      SparkSession spark, GeneratorOptions options, Consumer<String> progress) {
    new Generator(ownSession(spark), options, progress).writeAll();
  }

  /** A session apart, so that content does not depend on the caller's settings. */
  private static SparkSession ownSession(SparkSession spark) {
    SparkSession own = spark.newSession();
    own.conf().set("spark.sql.session.timeZone", "UTC");
    own.conf().set("spark.sql.ansi.enabled", "true");
    // A union must keep the partitions of its sides apart: the last one is the later file.
    own.conf().set("spark.sql.unionOutputPartitioning", "false");
    // The default, INT96, is read by few other programs.
    own.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    return own;
  }

  private void writeAll() {
    prepareFolder();
    for (SourceTable source : Sources.ALL) {
      write(source.name(), isDirty() ? dirt(source).applied(rows(source)) : rows(source));
    }
    write(Sources.FX_RATES, FxRates.rows(spark, world.timeline()));
    write(CustomerTruth.TABLE.name(), rows(CustomerTruth.TABLE));
    write(CampaignTruth.TABLE.name(), CampaignTruth.summary(rows(CampaignTruth.TABLE)));
    write(InsightTruth.TABLE.name(), InsightTruth.summary(rows(InsightTruth.TABLE)));
    if (isDirty()) {
      write(LEDGER, ledger());
    }
    writeConfiguration();
  }

  /** Finds out early whether the folder can be written; drops the ledger of earlier dirt. */
  private void prepareFolder() {
    Path ledger = new Path(options.folder(), LEDGER);
    try {
      FileSystem files = fileSystem(ledger);
      files.mkdirs(ledger.getParent());
      files.delete(ledger, true);
    } catch (IOException e) {
      throw cannotWrite(ledger.getParent(), e);
    }
  }

  private boolean isDirty() {
    return options.dirtyShare() > 0;
  }

  private Dirt dirt(SourceTable source) {
    return Dirt.of(source, options);
  }

  private Dataset<Row> ledger() {
    return Sources.ALL.stream()
        .map(source -> dirt(source).ledger(rows(source)))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** The rows of a source, in its column order. */
  private Dataset<Row> rows(SourceTable source) {
    World told = world;
    SourceTable.RowSource project = source.rows();
    Dataset<Row> raw =
        spark
            .range(0, options.customers(), 1, tasks())
            .flatMap(
                (FlatMapFunction<Long, Row>)
                    id -> {
                      List<Row> rows = new ArrayList<>();
                      project.accept(told, id, rows::add);
                      return rows.iterator();
                    },
                Encoders.row(StructType.fromDDL(source.rawSchema())));
    return raw.selectExpr(source.columns().toArray(String[]::new));
  }

  private int tasks() {
    if (options.files() > 0) {
      return options.files();
    }
    long full = (options.customers() + CUSTOMERS_PER_FILE - 1) / CUSTOMERS_PER_FILE;
    long small = Math.min(MIN_TASKS, options.customers() / SMALL_FILE_CUSTOMERS);
    return (int) Math.max(1, Math.max(full, small));
  }

  private void write(String name, Dataset<Row> rows) {
    String path = options.folder() + "/" + name;
    spark.sparkContext().setJobDescription("generate " + name);
    rows.write().mode(SaveMode.Overwrite).parquet(path);
    spark.sparkContext().setJobDescription(null);
    progress.accept(name);
  }

  private void writeConfiguration() {
    Path path = new Path(options.folder(), CONFIGURATION);
    try (OutputStream out = fileSystem(path).create(path, true)) {
      out.write(ConfigurationFile.text(options).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
    progress.accept(CONFIGURATION);
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  private static RuntimeException cannotWrite(Path path, IOException cause) {
    String message = "Cannot generate into %s: %s. Name a folder that can be written with --to.";
    return Errors.storage(message.formatted(path, cause.getMessage()), cause);
  }
}
