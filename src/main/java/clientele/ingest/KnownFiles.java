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

  static KnownFiles of(Workspace workspace, SourceName source) {
    Dataset<Row> all = workspace.whole(Tables.INGESTED_FILE);
    Row last = all.agg(max(INGEST_NO.col())).first();
    long next = last.isNullAt(0) ? 1 : last.getLong(0) + 1;
    Dataset<Row> newest =
        all.where(SOURCE.col().equalTo(source.key()))
            .groupBy(PATH.col())
            .agg(
                max_by(BYTES.col(), INGEST_NO.col()).as("bytes"),
                max_by(MODIFIED_AT.col(), INGEST_NO.col()).as("modified_at"),
                max_by(CHECKSUM.col(), INGEST_NO.col()).as("checksum"),
                max_by(MAPPING.col(), INGEST_NO.col()).as("mapping"),
                max_by(FIRST_NO.col(), INGEST_NO.col()).as("first_no"));
    Map<String, Known> files = new TreeMap<>();
    for (Row row : BoundedCollect.rows(newest, MOST_FILES)) {
      SourceFile file =
          new SourceFile(row.getString(0), row.getLong(1), row.<Timestamp>getAs(2).toInstant());
      files.put(file.path(), new Known(file, row.getString(3), row.getString(4), row.getLong(5)));
    }
    return new KnownFiles(files, next);
  }
}
