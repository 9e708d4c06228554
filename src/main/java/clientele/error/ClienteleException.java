package clientele.error;

/**
 * A failure that the user can act on. Its message says what is wrong, where, and what to do next;
 * it is printed without a stack trace. Anything that is not of this type is a bug.
 *
 * <p>Made by the factories of {@link Errors} only, so that all wording is in one place.
 */
public abstract sealed class ClienteleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ClienteleException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The command line is wrong: unknown job, empty or missing date. */
  public static final class UsageException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message, null);
    }
  }

  /** The configuration is wrong. */
  public static final class ConfigException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
      super(message, null);
    }
  }

  /** Source data is refused: nothing is published. */
  public static final class SourceDataException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    SourceDataException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A table failed a check after it was computed: nothing is published. */
  public static final class QualityException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    QualityException(String message) {
      super(message, null);
    }
  }

  /** A file or table could not be read or written: worth a retry. */
  public static final class StorageException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Somebody else holds the warehouse: worth a retry. */
  public static final class LockedException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    LockedException(String message) {
      super(message, null);
    }
  }

  /** The data of the business date has not arrived yet: worth a retry. */
  public static final class IncompleteException extends ClienteleException {
    private static final long serialVersionUID = 1L;

    IncompleteException(String message) {
      super(message, null);
    }
  }
}
