package clientele.testing;

import clientele.io.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * <p>The session is that of a run, made small: two threads, two shuffle partitions, plans
 * interpreted as they stand, because for a handful of rows it costs more than it saves to compile
 * code and to plan anew. A test of many rows, or of the whole as users run it, takes {@link
 * #compiling}. It lives until the JVM ends, where Spark's own shutdown hook closes it: starting one
 * per class would cost seconds each.
 */
public final class SparkExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SparkExtension.class);

  private static final Map<String, String> INTERPRETING =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  /** A session beside the shared one that compiles and adapts plans, as a run of users does. */
  public static SparkSession compiling(SparkSession spark) {
    SparkSession own = spark.newSession();
    own.conf().set("spark.sql.codegen.wholeStage", "true");
    own.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
    own.conf().set("spark.sql.adaptive.enabled", "true");
    return own;
  }

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
      Map<String, String> small = new TreeMap<>(INTERPRETING);
      small.put("spark.app.name", "clientele tests");
      small.put("spark.sql.warehouse.dir", scratch.path().toUri().toString());
      small.put("spark.sql.shuffle.partitions", "2");
      small.put("spark.default.parallelism", "2");
      small.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4");
      small.put("spark.sql.ui.explainMode", "simple");
      return SparkSessions.start(Optional.of("local[2]"), "UTC", small);
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
