package clientele.ingest;

import java.util.Optional;
import org.apache.spark.SparkThrowable;

/** Which file Spark could not read, as far as a failure tells. */
final class ReadFailure {
  private static final String CONDITION = "FAILED_READ_FILE";

  private ReadFailure() {}

  /** The path as Spark names it, percent-encoded. */
  static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable known
          && known.getCondition() != null
          && known.getCondition().startsWith(CONDITION)) {
        return Optional.ofNullable(known.getMessageParameters().get("path"));
      }
    }
    return Optional.empty();
  }
}
