package clientele.cli;

import clientele.error.ClienteleException;
import clientele.error.ClienteleException.ConfigException;
import clientele.error.ClienteleException.IncompleteException;
import clientele.error.ClienteleException.LockedException;
import clientele.error.ClienteleException.QualityException;
import clientele.error.ClienteleException.SourceDataException;
import clientele.error.ClienteleException.StorageException;
import clientele.error.ClienteleException.UsageException;

/**
 * What the process returns, so that a scheduler can decide; the numbers are those of sysexits.h.
 */
public enum ExitCode {
  DONE(0, "done", false),
  USAGE(64, "wrong usage", false),
  DATA(65, "source data refused, or a check failed; nothing was published", false),
  BUG(70, "a bug", false),
  STORAGE(74, "input or output failed", true),
  RETRY_LATER(75, "locked by another run, or the data of the date is not complete yet", true),
  CONFIG(78, "configuration", false),
  NOTHING_TO_DO(99, "nothing to do", false);

  private final int code;
  private final String meaning;
  private final boolean worthRetrying;

  ExitCode(int code, String meaning, boolean worthRetrying) {
    this.code = code;
    this.meaning = meaning;
    this.worthRetrying = worthRetrying;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  public boolean worthRetrying() {
    return worthRetrying;
  }

  /** The code for a failure; anything that is no {@link ClienteleException} is a bug. */
  public static ExitCode of(Throwable failure) {
    if (!(failure instanceof ClienteleException expected)) {
      return BUG;
    }
    // A chain of tests, because Java 17 has no pattern switch over sealed types.
    if (expected instanceof UsageException) {
      return USAGE;
    }
    if (expected instanceof ConfigException) {
      return CONFIG;
    }
    if (expected instanceof SourceDataException || expected instanceof QualityException) {
      return DATA;
    }
    if (expected instanceof StorageException) {
      return STORAGE;
    }
    if (expected instanceof LockedException || expected instanceof IncompleteException) {
      return RETRY_LATER;
    }
    throw new IllegalStateException("no exit code for " + failure.getClass());
  }
}
