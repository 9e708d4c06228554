package clientele.io;

import clientele.catalogue.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lets a test break the program at a named point of the writing protocol. Does nothing unless the
 * system property {@code clientele.fault} names the point, as {@code job:table:phase:kind}; {@code
 * *} stands for any job or table.
 */
final class Faults {
  private static final String PROPERTY = "clientele.fault";

  private Faults() {}

  static void at(String job, Table table, String phase) {
    String wanted = System.getProperty(PROPERTY);
    if (wanted == null) {
      return;
    }
    String[] parts = wanted.split(":", -1);
    if (matches(parts[0], job) && matches(parts[1], table.fullName()) && parts[2].equals(phase)) {
      switch (parts[3]) {
        case "halt" -> Runtime.getRuntime().halt(137); // As SIGKILL: no hook, no clean-up.
        case "throw" -> throw new IllegalStateException("fault injected at " + wanted);
        default -> throw new IllegalArgumentException(PROPERTY + "=" + wanted);
      }
    }
  }

  /**
   * The rows that a job is about to write; each of them twice where {@code rows:double} says so.
   */
  static Dataset<Row> rows(String job, Table table, Dataset<Row> rows) {
    String wanted = System.getProperty(PROPERTY, "");
    return wanted.equals(job + ":" + table.fullName() + ":rows:double") ? rows.union(rows) : rows;
  }

  private static boolean matches(String wanted, String actual) {
    return wanted.equals("*") || wanted.equals(actual);
  }
}
