package clientele.io;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Who holds a lease.
 *
 * @param fence number of the lease; a later holder has a greater one
 * @param processStartedAt together with the pid it names a process for good: pids are used again
 * @param keyGiven the run was started with a run key of its own, so it outlives its processes
 */
public record Holder(
    long fence,
    String host,
    long pid,
    Instant processStartedAt,
    LocalDate asOf,
    String runKey,
    boolean keyGiven,
    Instant renewedAt,
    Instant expiresAt,
    boolean released) {
  /** Two processes that ask for the start of a third can get answers some seconds apart. */
  private static final Duration INEXACT = Duration.ofSeconds(10);

  static Holder ofThisProcess(long fence, RunName run, Instant now, Instant expiresAt) {
    ProcessHandle me = ProcessHandle.current();
    return new Holder(
        fence,
        hostName(),
        me.pid(),
        me.info().startInstant().orElse(Instant.EPOCH),
        run.asOf(),
        run.key(),
        run.keyGiven(),
        now,
        expiresAt,
        false);
  }

  Holder renewed(Instant now, Instant until) {
    return new Holder(
        fence, host, pid, processStartedAt, asOf, runKey, keyGiven, now, until, released);
  }

  Holder givenBack(Instant now) {
    return new Holder(
        fence, host, pid, processStartedAt, asOf, runKey, keyGiven, now, expiresAt, true);
  }

  boolean isFor(RunName run) {
    return asOf.equals(run.asOf()) && runKey.equals(run.key());
  }

  /** Whether its process is known to be gone: it ran on this host and does no more. */
  boolean isDead() {
    if (!host.equals(hostName())) {
      return false;
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> Duration.between(start, processStartedAt).abs().compareTo(INEXACT) > 0)
        .orElse(true);
  }

  /** In words, for a message. */
  public String describe() {
    return "the run of " + asOf + " (key " + runKey + ", process " + pid + " on " + host + ")";
  }

  private static String hostName() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name;
    }
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "unknown-host-" + System.getProperty("user.name");
    }
  }
}
