package clientele.catalogue;

/** Which part of a table one write replaces. */
public enum Slice {
  /** The rows of the business date. */
  AS_OF,
  /** The rows of the event months that changed. */
  MONTH,
  /** All rows. */
  WHOLE,
  /** Nothing: rows are added, and taken back with their run. */
  APPEND,
  /** Nothing: a log, which keeps the rows of failed runs too. */
  LOG
}
