package clientele.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java program to be run in a JVM of its own, with the flags of conf/jvm.options and the class
 * path of the tests: the way to test exit codes, locks between processes, and what is left when a
 * run is killed.
 *
 * <pre>{@code
 * ChildProcess run = ChildProcess.of("clientele.Main", "run", "--date", "2024-01-31");
 * assertThat(run.runFor(Duration.ofMinutes(2)).exitCode()).isZero();
 *
 * try (ChildProcess.Running child = run.start()) {
 *   child.waitUntil(() -> Files.exists(lease), Duration.ofMinutes(1));
 *   child.kill();
 * }
 * }</pre>
 *
 * <p>Its output goes to files, so that a child that says much never waits for a reader.
 */
public final class ChildProcess {
  private static final Path JVM_OPTIONS = Path.of("conf", "jvm.options");

  private final List<String> jvmOptions;
  private final Map<String, String> environment;
  private final List<String> command;

  private ChildProcess(
      List<String> jvmOptions, Map<String, String> environment, List<String> command) {
    this.jvmOptions = List.copyOf(jvmOptions);
    this.environment = Map.copyOf(environment);
    this.command = List.copyOf(command);
  }

  /** The program with this main class and these arguments. */
  public static ChildProcess of(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>(List.of(mainClass));
    command.addAll(List.of(arguments));
    // A test's work is small: compiling it well would take longer than doing it.
    List<String> jvmOptions =
        List.of("@" + JVM_OPTIONS.toAbsolutePath(), "-Xmx1g", "-XX:TieredStopAtLevel=1");
    return new ChildProcess(jvmOptions, Map.of(), command);
  }

  /** With one more flag for the JVM, after those that are there. */
  public ChildProcess withJvmOption(String option) {
    List<String> options = new ArrayList<>(jvmOptions);
    options.add(option);
    return new ChildProcess(options, environment, command);
  }

  /** With a system property. */
  public ChildProcess withProperty(String key, String value) {
    return withJvmOption("-D" + key + "=" + value);
  }

  /** With a variable added to the environment of the tests. */
  public ChildProcess withEnvironment(String key, String value) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put(key, value);
    return new ChildProcess(jvmOptions, variables, command);
  }

  /** Starts the program; close what it returns, which kills a program that still runs. */
  public Running start() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(jvmOptions);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(command);
    try {
      Path output = Files.createTempFile("clientele-child-", ".out");
      Path errors = Files.createTempFile("clientele-child-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectOutput(output.toFile()).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      return new Running(builder.start(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program to its end; one that takes longer is killed and fails the test. */
  public Result runFor(Duration most) {
    try (Running child = start()) {
      return child.waitFor(most);
    }
  }

  /** What a program left when it ended; killed ones have the exit code 128 + signal. */
  public record Result(int exitCode, String output, String errors) {}

  /** A program that was started. */
  public static final class Running implements AutoCloseable {
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path output;
    private final Path errors;

    private Running(Process process, Path output, Path errors) {
      this.process = process;
      this.output = output;
      this.errors = errors;
    }

    public long pid() {
      return process.pid();
    }

    /** What it wrote to stdout so far. */
    public String output() {
      return read(output);
    }

    /** What it wrote to stderr so far. */
    public String errors() {
      return read(errors);
    }

    /** Waits for the end of the program; fails the test if it takes longer. */
    public Result waitFor(Duration most) {
      if (!endsWithin(most.toMillis())) {
        throw failure("still ran after " + most);
      }
      return new Result(process.exitValue(), output(), errors());
    }

    /** Waits until the condition holds; fails the test if the program ends or time is up before. */
    public void waitUntil(BooleanSupplier condition, Duration most) {
      long deadline = System.nanoTime() + most.toNanos();
      while (!condition.getAsBoolean()) {
        if (endsWithin(POLL_MILLIS) && !condition.getAsBoolean()) {
          throw failure("ended with " + process.exitValue() + " before the awaited condition held");
        }
        if (System.nanoTime() > deadline) {
          throw failure("did not reach the awaited condition within " + most);
        }
      }
    }

    /** Ends the program at once, as by SIGKILL: no shutdown hook runs, nothing is cleaned up. */
    public Result kill() {
      process.destroyForcibly();
      return waitFor(Duration.ofSeconds(30));
    }

    /** Asks the program to end, as by SIGTERM; shutdown hooks run. */
    public void terminate() {
      process.destroy();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      kill();
      try {
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean endsWithin(long millis) {
      try {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a child process", e);
      }
    }

    private AssertionError failure(String what) {
      return new AssertionError(
          "Process %d %s.\n--- stdout ---\n%s\n--- stderr ---\n%s"
              .formatted(pid(), what, output(), errors()));
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
