package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import clientele.error.Errors;
import clientele.io.SourceFile;
import clientele.io.SourceFiles;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import clientele.settings.SourceSettings.Format;
import clientele.settings.SourceSettings.Mode;
import clientele.settings.SourceSettings.OnChangedFile;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which files of a source are to be read, and whether they add to silver or take its place.
 *
 * @param toRead by path; empty: nothing new
 * @param isRebuild the files read are the whole truth
 * @param isFirst nothing of the source has been taken in before
 * @param ingestNo number of this ingest
 * @param firstNos for files known as they are: the ingest that first brought them
 * @param checksums of the files to read
 * @param mapping digest of the settings that give rows their meaning
 */
record IngestPlan(
    List<SourceFile> toRead,
    boolean isRebuild,
    boolean isFirst,
    long ingestNo,
    Map<String, Long> firstNos,
    Map<String, String> checksums,
    String mapping) {

  static IngestPlan of(
      KnownFiles known,
      SourceFiles files,
      SourceSettings source,
      Settings settings,
      LocalDate date) {
    List<SourceFile> present = files.list(date);
    String mapping = digest(source, settings);
    boolean isNewMapping =
        known.files().values().stream().anyMatch(file -> !file.mapping().equals(mapping));
    List<SourceFile> fresh = new ArrayList<>();
    List<SourceFile> suspicious = new ArrayList<>();
    for (SourceFile file : present) {
      KnownFiles.Known before = known.files().get(file.path());
      if (before == null) {
        fresh.add(file);
      } else if (!before.file().looksLike(file)) {
        suspicious.add(file);
      }
    }
    Map<String, String> looked = files.checksums(suspicious);
    List<SourceFile> changed =
        suspicious.stream()
            .filter(
                file -> !known.files().get(file.path()).checksum().equals(looked.get(file.path())))
            .toList();
    boolean isWhole =
        source.mode() == Mode.SNAPSHOT
            || source.format() == Format.DELTA
            || source.name() == SourceName.CUSTOMERS;
    if (!changed.isEmpty() && !isWhole && source.onChangedFile() == OnChangedFile.REFUSE) {
      SourceFile file = changed.get(0);
      long before = known.files().get(file.path()).file().bytes();
      throw Errors.changedFile(
          source.name().key(),
          file.path(),
          before == file.bytes()
              ? "another content"
              : "%,d bytes, then %,d".formatted(before, file.bytes()));
    }
    boolean vanished =
        isWhole
            && known.files().keySet().stream()
                .anyMatch(path -> present.stream().noneMatch(file -> file.path().equals(path)));
    // At first, what stands in silver has been made of another source: orders of their lines.
    boolean isFirst = known.files().isEmpty();
    boolean rebuild =
        isNewMapping
            || isFirst
            || !changed.isEmpty()
            || (isWhole && (!fresh.isEmpty() || vanished));
    List<SourceFile> all = new ArrayList<>(present);
    if (rebuild && !isWhole) {
      // What an earlier run of a later date has brought stays.
      files.listAfter(date).stream()
          .filter(file -> known.files().containsKey(file.path()))
          .forEach(all::add);
    }
    List<SourceFile> toRead = rebuild ? all : fresh;
    Map<String, Long> firstNos = new TreeMap<>();
    for (SourceFile file : all) {
      if (!fresh.contains(file) && !changed.contains(file)) {
        firstNos.put(file.path(), known.files().get(file.path()).firstNo());
      }
    }
    return new IngestPlan(
        List.copyOf(toRead),
        rebuild,
        isFirst,
        known.nextNo(),
        firstNos,
        files.checksums(toRead),
        mapping);
  }

  /** The file that is read at a path, or in a table, as a row's metadata have it. */
  Optional<String> fileAt(String path) {
    String wanted = shortened(path);
    for (SourceFile file : toRead) {
      String known = encoded(file.path());
      if (wanted.equals(known)) {
        return Optional.of(file.path());
      }
      if (wanted.startsWith(shortened("file:" + known) + "/") || wanted.startsWith(known + "/")) {
        return Optional.of(wanted);
      }
    }
    return Optional.empty();
  }

  long firstNo(SourceFile file) {
    return firstNos.getOrDefault(file.path(), ingestNo);
  }

  /** The rows with the number of the ingest that first brought their file. */
  Dataset<Row> numbered(Dataset<Row> rows) {
    if (firstNos.isEmpty() || !isRebuild) {
      return rows.withColumn(INGEST_NO.name(), lit(ingestNo));
    }
    List<Row> pairs = new ArrayList<>();
    firstNos.forEach((path, no) -> pairs.add(RowFactory.create(encoded(path), no)));
    StructType schema =
        new StructType()
            .add("known_path", DataTypes.StringType)
            .add("known_no", DataTypes.LongType);
    Dataset<Row> numbers = rows.sparkSession().createDataFrame(pairs, schema);
    return rows.join(
            broadcast(numbers), SOURCE_FILE.col().equalTo(col("known_path")), "left") // one each
        .withColumn(INGEST_NO.name(), coalesce(col("known_no"), lit(ingestNo)))
        .drop("known_path", "known_no");
  }

  /** A path as a row's metadata have it. */
  private static String encoded(String path) {
    URI uri = new Path(path).toUri();
    return uri.getScheme() == null ? path : shortened(uri.toASCIIString());
  }

  private static String shortened(String uri) {
    return uri.replaceFirst("^file:/+", "file:/");
  }

  private static String digest(SourceSettings source, Settings settings) {
    String meaning =
        String.join(
            "|",
            source.format().name(),
            new TreeMap<>(source.options()).toString(),
            new TreeMap<>(source.columns()).toString(),
            source.where().orElse(""),
            source.latestBy().orElse(""),
            source.identicalRows().name(),
            settings.timeZone().getId(),
            settings.currency(),
            settings.source(SourceName.ORDERS).isPresent() + "");
    CRC32C crc = new CRC32C();
    crc.update(meaning.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
