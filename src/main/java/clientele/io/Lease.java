package clientele.io;

import clientele.error.ClienteleException.StorageException;
import clientele.error.Errors;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The right of one process to write the warehouse, and of one run to be the open one.
 *
 * <p>The writer lease is the file of the greatest number in the lease folder. Whoever creates the
 * next number, which only one can, holds it; the number is the fence that is checked before each
 * commit, so that a process which slept through its expiry finds out before it does harm. The run
 * lease is one file that is read and written under the writer lease only.
 */
public final class Lease implements AutoCloseable {
  static final Duration WRITER_TERM = Duration.ofSeconds(60);
  static final Duration RUN_IDLE = Duration.ofHours(2);
  private static final String FOLDER = "_run";
  private static final String RUN_FILE = FOLDER + "/run.json";
  private static final Duration POLL = Duration.ofMillis(500);

  private final Storage storage;
  private final Clock clock;
  private final RunName run;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease-renewal");
            thread.setDaemon(true);
            return thread;
          });
  private Holder holder;
  private boolean runHasEnded;

  private Lease(Storage storage, Clock clock, RunName run, Holder holder) {
    this.storage = storage;
    this.clock = clock;
    this.run = run;
    this.holder = holder;
    long third = WRITER_TERM.toMillis() / 3;
    var unused = renewal.scheduleAtFixedRate(this::renew, third, third, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the writer lease and the run lease.
   *
   * @param wait how long to wait for another process of the same run
   * @throws clientele.error.ClienteleException.LockedException if another run holds the warehouse,
   *     at once
   */
  public static Lease acquire(
      Storage storage, Clock clock, RunName run, Duration wait, Consumer<String> progress) {
    Instant deadline = clock.instant().plus(wait);
    boolean said = false;
    while (true) {
      Optional<Holder> current = writer(storage);
      if (current.isEmpty() || isFree(current.get(), clock)) {
        long fence = current.map(Holder::fence).orElse(0L) + 1;
        Instant now = clock.instant();
        Holder mine = Holder.ofThisProcess(fence, run, now, now.plus(WRITER_TERM));
        if (storage.create(writerFile(fence), Json.write(mine))) {
          Lease lease = new Lease(storage, clock, run, mine);
          lease.takeRun();
          lease.forgetOlder();
          return lease;
        }
        continue; // Somebody was quicker: look again.
      }
      Holder other = current.get();
      if (!other.isFor(run)) {
        throw Errors.lockedBy(other.describe(), run.asOf(), other.expiresAt());
      }
      if (!clock.instant().isBefore(deadline)) {
        throw Errors.lockWaitOver(other.describe(), wait);
      }
      if (!said) {
        progress.accept("waiting for " + other.describe());
        said = true;
      }
      pause();
    }
  }

  /** Who holds the warehouse now, if anybody does: an open run, or a process that writes. */
  public static Optional<Holder> current(Storage storage, Clock clock) {
    Optional<Holder> writer = writer(storage).filter(holder -> !isFree(holder, clock));
    return writer.isPresent()
        ? writer
        : openRun(storage).filter(holder -> !runIsOver(holder, clock));
  }

  public long fence() {
    return holder.fence();
  }

  /**
   * To be called right before each commit.
   *
   * @throws clientele.error.ClienteleException.LockedException if the lease was taken over
   */
  public void check() {
    Optional<Holder> newest = writer(storage);
    if (newest.isPresent() && newest.get().fence() > holder.fence()) {
      throw Errors.leaseLost(newest.get().describe());
    }
  }

  /** Ends the run: another date may start. */
  public synchronized void endRun() {
    runHasEnded = true;
    openRun(storage)
        .filter(open -> open.isFor(run))
        .ifPresent(open -> storage.put(RUN_FILE, Json.write(open.givenBack(clock.instant()))));
  }

  /** Gives the writer lease back, and the run lease too if the run has no key of its own. */
  @Override
  public synchronized void close() {
    renewal.shutdownNow();
    if (writer(storage).map(Holder::fence).orElse(0L) != holder.fence()) {
      return; // Taken over meanwhile: it is not ours to give.
    }
    if (run.keyGiven() && !runHasEnded) {
      touchRun();
    } else {
      endRun();
    }
    holder = holder.givenBack(clock.instant());
    storage.put(writerFile(holder.fence()), Json.write(holder));
  }

  private synchronized void renew() {
    if (holder.released()) {
      return;
    }
    Instant now = clock.instant();
    holder = holder.renewed(now, now.plus(WRITER_TERM));
    try {
      storage.put(writerFile(holder.fence()), Json.write(holder));
    } catch (StorageException e) {
      // The next turn tries again; an exception would be the end of all turns.
    }
  }

  private void takeRun() {
    Optional<Holder> open = openRun(storage);
    if (open.isPresent() && !open.get().isFor(run) && !runIsOver(open.get(), clock)) {
      Holder other = open.get();
      renewal.shutdownNow();
      storage.put(writerFile(fence()), Json.write(holder.givenBack(clock.instant())));
      throw Errors.lockedBy(other.describe(), run.asOf(), other.expiresAt());
    }
    touchRun();
  }

  private void touchRun() {
    Instant now = clock.instant();
    storage.put(RUN_FILE, Json.write(holder.renewed(now, now.plus(RUN_IDLE))));
  }

  private void forgetOlder() {
    for (String name : writerFiles(storage)) {
      if (fenceOf(name) < fence()) {
        storage.delete(FOLDER + "/" + name);
      }
    }
  }

  private static boolean isFree(Holder holder, Clock clock) {
    return holder.released() || holder.isDead() || clock.instant().isAfter(holder.expiresAt());
  }

  private static boolean runIsOver(Holder open, Clock clock) {
    boolean orphan = !open.keyGiven() && open.isDead();
    return open.released() || orphan || clock.instant().isAfter(open.expiresAt());
  }

  private static Optional<Holder> openRun(Storage storage) {
    return storage.read(RUN_FILE).map(text -> parse(storage.path(RUN_FILE), text));
  }

  private static Optional<Holder> writer(Storage storage) {
    while (true) {
      List<String> names = writerFiles(storage);
      if (names.isEmpty()) {
        return Optional.empty();
      }
      String newest = FOLDER + "/" + names.get(names.size() - 1);
      Optional<String> text = storage.read(newest);
      if (text.isPresent()) {
        return Optional.of(parse(storage.path(newest), text.get()));
      }
      // Its successor has removed it between the listing and the reading: list again.
    }
  }

  private static List<String> writerFiles(Storage storage) {
    return storage.list(FOLDER).stream()
        .filter(name -> name.matches("writer-\\d+\\.json"))
        .toList();
  }

  private static long fenceOf(String name) {
    return Long.parseLong(name.replaceAll("\\D", ""));
  }

  private static String writerFile(long fence) {
    return FOLDER + "/" + String.format("writer-%020d.json", fence);
  }

  private static Holder parse(String path, String text) {
    try {
      return Json.read(text, Holder.class);
    } catch (JsonProcessingException e) {
      throw Errors.unreadableControlFile(path, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the lease", e);
    }
  }
}
