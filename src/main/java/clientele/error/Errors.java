package clientele.error;

import clientele.error.ClienteleException.ConfigException;
import clientele.error.ClienteleException.IncompleteException;
import clientele.error.ClienteleException.LockedException;
import clientele.error.ClienteleException.QualityException;
import clientele.error.ClienteleException.SourceDataException;
import clientele.error.ClienteleException.StorageException;
import clientele.error.ClienteleException.UsageException;

/**
 * Every message a user can get, one factory each. A message is: what is wrong, with values and
 * names; where; what to do next.
 */
public final class Errors {
  private Errors() {}

  public static UsageException usage(String message) {
    return new UsageException(message);
  }

  public static ConfigException config(String message) {
    return new ConfigException(message);
  }

  public static SourceDataException sourceData(String message, Throwable cause) {
    return new SourceDataException(message, cause);
  }

  public static QualityException quality(String message) {
    return new QualityException(message);
  }

  public static StorageException storage(String message, Throwable cause) {
    return new StorageException(message, cause);
  }

  public static LockedException locked(String message) {
    return new LockedException(message);
  }

  public static IncompleteException incomplete(String message) {
    return new IncompleteException(message);
  }
}
