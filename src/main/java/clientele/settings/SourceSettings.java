package clientele.settings;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How one source is read.
 *
 * @param path file, folder or glob; may hold {@code {date}}, which stands for a date as 2026-01-31
 * @param options options of Spark's reader, such as {@code sep} for CSV
 * @param columns Spark SQL expression per canonical column; empty: the file's own names are
 *     canonical
 * @param where Spark SQL condition; rows outside it are counted as filtered
 * @param identicalRows what equal rows of a source without a key mean
 * @param maxBadShare share of quarantined rows, 0..1, above which the run is refused
 * @param latestBy Spark SQL expression that orders the rows of one key; the greatest wins
 * @param maxAgeDays the newest event may be this many days older than the business date
 * @param minShareOfMedian least rows on the business date, as a share of the daily median
 * @param marker file that says that the folder is complete, such as _SUCCESS
 * @param historyStartsOn earlier rows are missing: first orders near it are no acquisitions
 */
public record SourceSettings(
    SourceName name,
    String path,
    Format format,
    Map<String, String> options,
    Mode mode,
    Map<String, String> columns,
    Optional<String> where,
    IdenticalRows identicalRows,
    double maxBadShare,
    Optional<String> latestBy,
    OnChangedFile onChangedFile,
    OptionalInt maxAgeDays,
    OptionalDouble minShareOfMedian,
    Optional<String> marker,
    Optional<LocalDate> historyStartsOn) {
  /** What the files are. */
  public enum Format {
    PARQUET,
    DELTA,
    CSV
  }

  /** Whether new files add to the old ones, or the whole folder is the truth. */
  public enum Mode {
    APPEND,
    SNAPSHOT
  }

  /** What equal rows without a key mean: several events, or one delivered twice. */
  public enum IdenticalRows {
    KEEP,
    DROP
  }

  /** What to do with a known file whose size or content is not what it was. */
  public enum OnChangedFile {
    REFUSE,
    REPLACE
  }

  public SourceSettings {
    options = Map.copyOf(options);
    columns = Map.copyOf(columns);
  }
}
