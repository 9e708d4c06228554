package clientele.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The program that the tests start. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      if (arguments[0].equals("wait")) {
        System.out.println("waiting");
        new CountDownLatch(1).await();
      }
      System.out.println(String.join(" ", arguments) + " " + System.getProperty("greeting"));
      System.err.println(System.getenv("CLIENTELE_TEST"));
      System.exit(65);
    }
  }

  private static ChildProcess program(String... arguments) {
    return ChildProcess.of(Program.class.getName(), arguments);
  }

  @Test
  void outputErrorsAndExitCodeOfAProgramAreCaptured() {
    ChildProcess.Result result =
        program("a", "b c")
            .withProperty("greeting", "hello world")
            .withEnvironment("CLIENTELE_TEST", "on")
            .runFor(MINUTE);

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.output()).isEqualTo("a b c hello world\n");
    assertThat(result.errors()).contains("on\n");
  }

  @Test
  void aKilledProgramEndsWithTheSignal() {
    try (ChildProcess.Running child = program("wait").start()) {
      child.waitUntil(() -> child.output().contains("waiting"), MINUTE);
      assertThat(ProcessHandle.of(child.pid())).isPresent();
      assertThat(child.kill().exitCode()).isEqualTo(128 + 9);
    }
  }

  @Test
  void aTerminatedProgramEndsWithTheSignal() {
    try (ChildProcess.Running child = program("wait").start()) {
      child.waitUntil(() -> child.output().contains("waiting"), MINUTE);
      child.terminate();
      assertThat(child.waitFor(MINUTE).exitCode()).isEqualTo(128 + 15);
    }
  }

  @Test
  void aProgramThatTakesTooLongOrEndsTooEarlyFailsTheTestWithItsOutput() {
    try (ChildProcess.Running child = program("wait").start()) {
      child.waitUntil(() -> child.output().contains("waiting"), MINUTE);
      assertThatThrownBy(() -> child.waitFor(Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("still ran after PT0.05S")
          .hasMessageContaining("waiting");
      assertThatThrownBy(() -> child.waitUntil(() -> false, Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("did not reach the awaited condition within PT0.05S");
    }
    try (ChildProcess.Running child = program("end").start()) {
      assertThatThrownBy(() -> child.waitUntil(() -> false, MINUTE))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended with 65 before the awaited condition held");
    }
  }
}
