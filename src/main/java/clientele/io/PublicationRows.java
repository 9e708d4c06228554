package clientele.io;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Publications as rows of {@code ops.publication}. */
final class PublicationRows {
  private PublicationRows() {}

  static Dataset<Row> of(
      SparkSession spark, Publication publication, long fence, String settings, String code) {
    Map<String, Long> versions = new TreeMap<>();
    publication.tables().forEach((name, entry) -> versions.put(name, entry.version()));
    Row row =
        RowFactory.create(
            publication.publication(),
            publication.runId(),
            publication.runKey(),
            Date.valueOf(publication.asOf()),
            Timestamp.from(publication.publishedAt()),
            CollectionConverters.asScala(versions),
            fence,
            settings,
            code);
    return spark
        .createDataFrame(List.of(row), Tables.PUBLICATION_TABLE.schema())
        .select(Tables.PUBLICATION_TABLE.select());
  }

  /** All publications, oldest first. */
  static List<PastPublication> past(Dataset<Row> publications) {
    List<PastPublication> past = new ArrayList<>();
    for (Row row : newestFirst(publications)) {
      past.add(
          0,
          new PastPublication(
              row.getAs("publication"),
              row.getAs("run_id"),
              row.<Date>getAs("as_of").toLocalDate(),
              row.getJavaMap(row.fieldIndex("table_versions")),
              row.getAs("settings_hash"),
              row.getAs("code_version")));
    }
    return past;
  }

  /** One row per run: small by nature. */
  private static List<Row> newestFirst(Dataset<Row> publications) {
    return publications
        .orderBy(publications.col("publication").desc())
        .limit(10_000)
        .collectAsList();
  }

  static Optional<Publication> newest(Dataset<Row> publications) {
    List<Row> rows = newestFirst(publications);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<LocalDate> dates = new TreeSet<>();
    rows.forEach(row -> dates.add(row.<Date>getAs("as_of").toLocalDate()));
    Row newest = rows.get(0);
    Map<String, Long> versions = newest.getJavaMap(newest.fieldIndex("table_versions"));
    Map<String, Publication.Entry> entries = new TreeMap<>();
    versions.forEach(
        (name, version) ->
            Tables.named(name).ifPresent(table -> entries.put(name, entry(table, version))));
    return Optional.of(
        new Publication(
            newest.getAs("publication"),
            newest.getAs("run_id"),
            newest.getAs("run_key"),
            newest.<Date>getAs("as_of").toLocalDate(),
            newest.<Timestamp>getAs("published_at").toInstant(),
            List.copyOf(dates),
            entries));
  }

  private static Publication.Entry entry(Table table, long version) {
    List<String> key = table.key().stream().map(TableColumn::name).toList();
    return new Publication.Entry(table.folder(), version, key);
  }
}
