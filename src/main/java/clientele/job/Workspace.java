package clientele.job;

import clientele.catalogue.Table;
import clientele.fold.CustomerMonths;
import clientele.io.RunLogEntry;
import clientele.settings.SourceName;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables of the warehouse as a {@link StoreJob} sees them: reading and writing of declared
 * tables.
 */
public interface Workspace extends Inputs {
  /** The rows of a table as they stand, later dates and replaced rows included. */
  Dataset<Row> whole(Table table);

  /** Whether orders have categories, so that months count them. */
  CustomerMonths.Categories categories();

  /**
   * The rows of a table as known at another date than the business date, in the reporting currency.
   */
  Dataset<Row> asOf(Table table, LocalDate date);

  /** Whether a table has ever been written. */
  boolean exists(Table table);

  /** Names of the data files of a table, which change exactly when its content does. */
  List<String> files(Table table);

  /** Replaces all rows of a table. */
  void replace(Table table, Dataset<Row> rows);

  /** Replaces the rows of some months of a table that is partitioned by month. */
  void replaceMonths(Table table, Dataset<Row> rows, List<LocalDate> months);

  /** Adds rows to a table. */
  void append(Table table, Dataset<Row> rows);

  /** Puts a line on the rows of a source into {@code ops.run_log}. */
  void log(SourceName source, RunLogEntry.Counts counts, String message);

  /** Makes everything the run has written visible to readers, in one step. */
  void publish();
}
