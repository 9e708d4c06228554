package clientele.ingest;

import java.util.Locale;

/**
 * What becomes of a row: each row read is one of the first five; the others happen to silver rows.
 */
enum Outcome {
  ACCEPTED,
  REPLACED,
  DUPLICATE,
  QUARANTINED,
  FILTERED,
  SUPERSEDED,
  REMOVED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
