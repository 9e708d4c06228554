package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;

import clientele.catalogue.Tables;
import clientele.io.SourceFile;
import clientele.job.BoundedCollect;
import clientele.job.Workspace;
import clientele.settings.SourceName;
import java.sql.Timestamp;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files that were taken in before, by path.
 *
 * @param nextNo number of the next ingest
 */
record KnownFiles(Map<String, Known> files, long nextNo) {
  private static final int MOST_FILES = 1_000_000;

  /** A file as it was when it was taken in. */
  record Known(SourceFile file, String checksum, String mapping, long firstNo) {}

  /** Of all sources in one look, by source. */
  static Map<SourceName, KnownFiles> all(Workspace workspace) {
    Dataset<Row> newest =
        workspace
            .whole(Tables.INGESTED_FILE)
            .groupBy(SOURCE.col(), PATH.col())
            .agg(
                max_by(BYTES.col(), INGEST_NO.col()).as("bytes"),
                max_by(MODIFIED_AT.col(), INGEST_NO.col()).as("modified_at"),
                max_by(CHECKSUM.col(), INGEST_NO.col()).as("checksum"),
                max_by(MAPPING.col(), INGEST_NO.col()).as("mapping"),
                max_by(FIRST_NO.col(), INGEST_NO.col()).as("first_no"),
                max(INGEST_NO.col()).as("ingest_no"));
    Map<SourceName, Map<String, Known>> files = new EnumMap<>(SourceName.class);
    long next = 1;
    for (Row row : BoundedCollect.rows(newest, MOST_FILES)) {
      SourceFile file =
          new SourceFile(row.getString(1), row.getLong(2), row.<Timestamp>getAs(3).toInstant());
      files
          .computeIfAbsent(SourceName.of(row.getString(0)), any -> new TreeMap<>())
          .put(file.path(), new Known(file, row.getString(4), row.getString(5), row.getLong(6)));
      next = Math.max(next, row.getLong(7) + 1);
    }
    Map<SourceName, KnownFiles> known = new EnumMap<>(SourceName.class);
    for (SourceName source : SourceName.values()) {
      known.put(source, new KnownFiles(files.getOrDefault(source, Map.of()), next));
    }
    return known;
  }
}
