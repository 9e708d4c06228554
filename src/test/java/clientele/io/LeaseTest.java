package clientele.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.error.ClienteleException.LockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeaseTest {
  private static final LocalDate DAY = LocalDate.of(2024, 1, 31);
  private static final RunName RUN = RunName.of(DAY);
  private static final RunName KEYED = RunName.of(DAY, "airflow-1");
  private static final RunName NEXT = RunName.of(DAY.plusDays(1));
  private static final Duration NO_WAIT = Duration.ZERO;

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private Storage storage;

  /** A clock that a test moves. */
  private static final class MovingClock extends Clock {
    private volatile Instant now = Instant.parse("2024-02-01T00:00:00Z");

    private void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void begin() {
    storage = Storage.of(folder.toString());
  }

  private Lease acquire(RunName run) {
    return Lease.acquire(storage, clock, run, NO_WAIT, line -> {});
  }

  /** The lease of this process, rewritten as that of another. */
  private void holdAs(String host, long pid) {
    String name =
        storage.list("_run").stream()
            .filter(file -> file.startsWith("writer"))
            .findFirst()
            .orElseThrow();
    for (String file : List.of("_run/" + name, "_run/run.json")) {
      String text =
          storage
              .read(file)
              .orElseThrow()
              .replaceFirst("\"host\" : \"[^\"]*\"", "\"host\" : \"" + host + "\"")
              .replaceFirst("\"pid\" : \\d+", "\"pid\" : " + pid);
      storage.put(file, text);
    }
  }

  private static String thisHost(Storage storage) {
    return storage
        .read("_run/run.json")
        .orElseThrow()
        .replaceFirst("(?s).*\"host\" : \"([^\"]*)\".*", "$1");
  }

  private static long deadPid() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void anotherDateIsRefusedAtOnceAndTheHolderIsNamed() {
    try (Lease held = acquire(RUN)) {
      assertThatThrownBy(() -> Lease.acquire(storage, clock, NEXT, Duration.ofHours(1), line -> {}))
          .isInstanceOf(LockedException.class)
          .hasMessageContainingAll(
              "2024-02-01", "2024-01-31", "process " + ProcessHandle.current().pid());
      held.check();
    }
    acquire(NEXT).close();
  }

  @Test
  void anotherProcessOfTheSameRunWaitsUntilItMay() throws Exception {
    Lease first = acquire(RUN);
    assertThatThrownBy(() -> acquire(RUN))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("lock-wait");

    CountDownLatch waits = new CountDownLatch(1);
    List<String> said = new ArrayList<>();
    CompletableFuture<Lease> second =
        CompletableFuture.supplyAsync(
            () ->
                Lease.acquire(
                    storage,
                    clock,
                    RUN,
                    Duration.ofHours(1),
                    line -> {
                      said.add(line);
                      waits.countDown();
                    }));
    assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second).isNotDone();
    first.close();
    try (Lease lease = second.get(20, TimeUnit.SECONDS)) {
      assertThat(lease.fence()).isGreaterThan(first.fence());
      assertThat(said)
          .containsExactly("waiting for " + Lease.current(storage, clock).orElseThrow().describe());
    }
  }

  @Test
  void whoSleptThroughItsExpiryCannotCommit() {
    Lease sleeper = acquire(RUN);
    clock.pass(Lease.WRITER_TERM.plusSeconds(1));
    sleeper.check(); // Nobody else came: no harm.
    try (Lease next = acquire(RUN)) {
      assertThat(next.fence()).isGreaterThan(sleeper.fence());
      assertThatThrownBy(sleeper::check)
          .isInstanceOf(LockedException.class)
          .hasMessageContaining("lost its lease");
      sleeper.close();
      next.check();
      assertThat(Lease.current(storage, clock)).isPresent();
    }
  }

  @Test
  void theLeaseOfADeadProcessOfThisHostIsTakenAtOnce() throws Exception {
    Lease dead = acquire(RUN);
    holdAs(thisHost(storage), deadPid());
    try (Lease lease = acquire(NEXT)) {
      assertThat(lease.fence()).isGreaterThan(dead.fence());
    }
  }

  @Test
  void theLeaseOfAProcessElsewhereIsTakenWhenItExpires() throws Exception {
    acquire(RUN);
    holdAs("elsewhere", deadPid());
    assertThatThrownBy(() -> acquire(NEXT))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("on elsewhere");
    clock.pass(Lease.WRITER_TERM.plusSeconds(1));
    acquire(RUN).close();
    acquire(NEXT).close();
  }

  @Test
  void aRunWithAKeyStaysOpenBetweenItsProcessesUntilItIsIdleForTooLong() {
    acquire(KEYED).close();
    assertThatThrownBy(() -> acquire(NEXT))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("key airflow-1");
    assertThatThrownBy(() -> acquire(RUN)).isInstanceOf(LockedException.class);
    acquire(KEYED).close();

    clock.pass(Lease.RUN_IDLE.plusSeconds(1));
    acquire(NEXT).close();
  }

  @Test
  void aRunWithAKeyIsOverWhenItHasPublished() {
    try (Lease lease = acquire(KEYED)) {
      lease.endRun();
    }
    assertThat(Lease.current(storage, clock)).isEmpty();
    acquire(NEXT).close();
  }

  @Test
  void aRunWithoutAKeyGivesEverythingBack() {
    acquire(RUN).close();
    assertThat(Lease.current(storage, clock)).isEmpty();
    acquire(NEXT).close();
  }

  @Test
  void theFenceAlwaysRises() {
    long last = 0;
    for (int i = 0; i < 5; i++) {
      try (Lease lease = acquire(RUN)) {
        assertThat(lease.fence()).isGreaterThan(last);
        last = lease.fence();
      }
    }
    assertThat(storage.list("_run"))
        .containsExactly("run.json", "writer-%020d.json".formatted(last));
  }
}
