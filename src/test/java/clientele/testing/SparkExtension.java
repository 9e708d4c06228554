package clientele.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The Spark of the tests: gives a {@link SparkSession} parameter the one session of this JVM, and a
 * {@link Warehouse} {@link Path} parameter a folder that only this test class (with its nested
 * classes) uses. Both may be asked for by constructors and by methods.
 *
 * <p>The session is small on purpose: two threads, two shuffle partitions, no user interface. It
 * lives until the JVM ends, where Spark's own shutdown hook closes it: starting one per class would
 * cost seconds each.
 */
public final class SparkExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SparkExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    warehouse(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return isSession(parameter) || parameter.isAnnotated(Warehouse.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return isSession(parameter) ? Shared.SESSION : warehouse(context);
  }

  private static boolean isSession(ParameterContext parameter) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  private static Path warehouse(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Folder.class, key -> Folder.create("warehouse"), Folder.class)
        .path();
  }

  /** Started with the first use; the holder idiom makes that safe between threads. */
  private static final class Shared {
    private static final SparkSession SESSION = start();

    private static SparkSession start() {
      Folder scratch = Folder.create("spark");
      Runtime.getRuntime().addShutdownHook(new Thread(scratch::close));
      SparkSession session =
          SparkSession.builder()
              .appName("clientele tests")
              .master("local[2]")
              .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .config("spark.sql.warehouse.dir", scratch.path().toUri().toString())
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.ansi.enabled", true)
              .config("spark.sql.shuffle.partitions", 2)
              .config("spark.default.parallelism", 2)
              // Both default to numbers made for clusters and cost seconds per small table.
              .config("spark.databricks.delta.snapshotPartitions", 2)
              .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", 4)
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "localhost")
              .config("spark.ui.enabled", false)
              .config("spark.ui.showConsoleProgress", false)
              .getOrCreate();
      return session;
    }
  }

  /** A temporary folder that is deleted with all it holds; the store closes it after the class. */
  private record Folder(Path path) implements AutoCloseable {
    private static Folder create(String kind) {
      try {
        return new Folder(Files.createTempDirectory("clientele-" + kind + "-"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try (Stream<Path> files = Files.walk(path)) {
        List<Path> childrenFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : childrenFirst) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
