package clientele.io;

import clientele.error.Errors;
import clientele.settings.SourceSettings;
import clientele.settings.SourceSettings.Format;
import clientele.settings.SourceSettings.Mode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The files of one source: which there are, whether they can be read, and their rows.
 *
 * <p>Spark skips an empty file, reads a missing column as null and does not check pages; so all
 * that is examined here, file by file, before a row is read.
 */
public final class SourceFiles {
  private static final String DATE = "{date}";
  private static final String ISO_DATE = "\\d{4}-\\d{2}-\\d{2}";

  /** Spark takes every path for a pattern, in some places also an escaped one. */
  private static final Pattern PATTERN_SIGNS = Pattern.compile("[\\[\\]{}*?\\\\]");

  private final SparkSession spark;
  private final SourceSettings source;
  private final Configuration hadoop;

  public SourceFiles(SparkSession spark, SourceSettings source) {
    this.spark = spark;
    this.source = source;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /**
   * The files that tell of a business date, by path.
   *
   * <p>A path with {@code {date}} means, for snapshots, the folder of the date, and otherwise those
   * of the date and all before it.
   *
   * @throws clientele.error.ClienteleException.IncompleteException if the folder of the date, or
   *     its marker, is missing
   * @throws clientele.error.ClienteleException.SourceDataException if there is no file at all, or
   *     an empty one
   */
  public List<SourceFile> list(LocalDate date) {
    boolean dated = source.path().contains(DATE);
    String pattern = source.path().replace(DATE, addsByDate() ? "*" : date.toString());
    if (source.format() == Format.DELTA) {
      return List.of(deltaTable(pattern));
    }
    List<FileStatus> wanted = new ArrayList<>();
    for (FileStatus root : roots(pattern)) {
      if (!addsByDate() || dateOf(root).map(day -> !day.isAfter(date)).orElse(false)) {
        wanted.add(root);
      }
    }
    if (wanted.isEmpty()) {
      throw dated && !addsByDate()
          ? Errors.dateNotDelivered(source.name().key(), date, pattern)
          : Errors.noFiles(source.name().key(), pattern);
    }
    checkMarker(wanted, date, dated);
    List<SourceFile> files = below(wanted);
    if (files.isEmpty()) {
      throw Errors.noFiles(source.name().key(), pattern);
    }
    return files;
  }

  /** The files of dates after a business date, by path; none where no folder is that of a date. */
  public List<SourceFile> listAfter(LocalDate date) {
    if (!addsByDate()) {
      return List.of();
    }
    return below(
        roots(source.path().replace(DATE, "*")).stream()
            .filter(root -> dateOf(root).map(day -> day.isAfter(date)).orElse(false))
            .toList());
  }

  /** Whether each folder of a date adds to those before. */
  private boolean addsByDate() {
    return source.path().contains(DATE)
        && source.mode() == Mode.APPEND
        && source.format() != Format.DELTA;
  }

  private List<FileStatus> roots(String pattern) {
    try {
      FileStatus[] roots = fileSystem(pattern).globStatus(new Path(pattern));
      return roots == null ? List.of() : List.of(roots);
    } catch (IOException e) {
      throw Errors.cannotRead(pattern, e);
    }
  }

  private List<SourceFile> below(List<FileStatus> roots) {
    List<SourceFile> files = new ArrayList<>();
    for (FileStatus root : roots) {
      try {
        collect(root, files);
      } catch (IOException e) {
        throw Errors.cannotRead(root.getPath().toString(), e);
      }
    }
    files.sort(Comparator.comparing(SourceFile::path));
    for (SourceFile file : files) {
      if (file.bytes() == 0) {
        throw Errors.emptyFile(source.name().key(), file.path());
      }
    }
    return files;
  }

  /** CRC-32C of each file's bytes, in hex. */
  public Map<String, String> checksums(List<SourceFile> files) {
    Map<String, String> result = new LinkedHashMap<>();
    if (source.format() == Format.DELTA) {
      files.forEach(table -> result.put(table.path(), Long.toString(table.bytes())));
      return result;
    }
    inParallel(files, this::checksum).forEach(result::put);
    return result;
  }

  /**
   * Reads files; one dataset per group of files with the same columns, so that old and new layouts
   * can lie side by side. Each row has {@code _metadata.file_path}.
   *
   * @param reader a session in which a value that cannot be converted becomes null
   * @throws clientele.error.ClienteleException.SourceDataException naming a file that is no such
   *     file
   */
  public Map<Dataset<Row>, List<SourceFile>> read(SparkSession reader, List<SourceFile> files) {
    Map<Dataset<Row>, List<SourceFile>> result = new LinkedHashMap<>();
    layouts(files)
        .forEach(
            (layout, group) -> {
              result.put(load(configured(reader), group), group);
            });
    return result;
  }

  private DataFrameReader configured(SparkSession reader) {
    return switch (source.format()) {
      case PARQUET ->
          reader
              .read()
              .format("parquet")
              // A flipped bit in a page is an error, not another number.
              .option("parquet.page.verify-checksum.enabled", true)
              .options(source.options());
      case DELTA -> reader.read().format("delta").options(source.options());
      case CSV ->
          reader
              .read()
              .format("csv")
              .option("header", true)
              .option("multiLine", true)
              .option("escape", "\"")
              .option("enforceSchema", false)
              .option("mode", "FAILFAST")
              .options(source.options());
    };
  }

  private Dataset<Row> load(DataFrameReader reader, List<SourceFile> files) {
    SourceFile first = files.get(0);
    try {
      return source.format() == Format.DELTA
          // The version that was listed, even if there is a newer one by now.
          ? reader.option("versionAsOf", first.bytes()).load(first.path())
          : load(reader, files.stream().map(SourceFile::path).toArray(String[]::new));
    } catch (Exception e) { // AnalysisException is no RuntimeException, though Scala throws it so.
      // Columns of a type that Spark does not have, or two of one name.
      throw Errors.unusableColumns(source.name().key(), first.path(), e);
    }
  }

  private Dataset<Row> load(DataFrameReader reader, String[] paths) {
    // Folders such as region=North below the fixed part of the path are columns.
    String fixed = source.path().replaceAll("[\\[{*?].*$", "");
    boolean isPattern = !fixed.equals(source.path());
    String base = isPattern ? fixed.substring(0, fixed.lastIndexOf('/') + 1) : fixed;
    boolean isOneFile = paths.length == 1 && paths[0].endsWith(base);
    return isOneFile ? reader.load(paths) : reader.option("basePath", base).load(paths);
  }

  /** Files by what their columns are. */
  private Map<String, List<SourceFile>> layouts(List<SourceFile> files) {
    Map<String, List<SourceFile>> groups = new LinkedHashMap<>();
    inParallel(files, this::layout)
        .forEach(
            (path, layout) ->
                groups
                    .computeIfAbsent(layout, any -> new ArrayList<>())
                    .add(
                        files.stream()
                            .filter(file -> file.path().equals(path))
                            .findFirst()
                            .orElseThrow()));
    return groups;
  }

  private String layout(SourceFile file) {
    return switch (source.format()) {
      case DELTA -> "delta";
      case CSV -> header(file);
      case PARQUET -> {
        try (ParquetFileReader reader =
            ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
          yield reader.getFooter().getFileMetaData().getSchema().toString();
        } catch (IOException | RuntimeException e) {
          throw Errors.unreadableFile(source.name().key(), file.path(), e);
        }
      }
    };
  }

  private String header(SourceFile file) {
    try {
      return String.join(
          ",", configured(spark).option("inferSchema", false).load(file.path()).columns());
    } catch (RuntimeException e) {
      throw Errors.unreadableFile(source.name().key(), file.path(), e);
    }
  }

  private String checksum(SourceFile file) {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = fileSystem(file.path()).open(new Path(file.path()))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw Errors.unreadableFile(source.name().key(), file.path(), e);
    }
    return Long.toHexString(crc.getValue());
  }

  private SourceFile deltaTable(String path) {
    Storage storage = Storage.of(path);
    long version =
        storage.list("_delta_log").stream()
            .filter(name -> name.matches("\\d{20}\\.json"))
            .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
            .max()
            .orElseThrow(() -> Errors.noFiles(source.name().key(), path));
    // A table has no bytes of its own; its version tells one content from another.
    return new SourceFile(path, version, Instant.EPOCH);
  }

  private void checkMarker(List<FileStatus> roots, LocalDate date, boolean dated) {
    if (source.marker().isEmpty()) {
      return;
    }
    List<FileStatus> ofDate =
        roots.stream()
            .filter(root -> !dated || dateOf(root).filter(date::equals).isPresent())
            .toList();
    if (ofDate.isEmpty()) {
      throw Errors.dateNotDelivered(source.name().key(), date, source.path());
    }
    // The marker of files that a pattern names lies beside them.
    List<Path> folders =
        ofDate.stream()
            .map(root -> root.isDirectory() ? root.getPath() : root.getPath().getParent())
            .distinct()
            .toList();
    for (Path folder : folders) {
      Path marker = new Path(folder, source.marker().get());
      if (!exists(marker)) {
        throw Errors.markerMissing(source.name().key(), date, marker.toString());
      }
    }
  }

  private boolean exists(Path path) {
    try {
      return fileSystem(path.toString()).exists(path);
    } catch (IOException e) {
      throw Errors.cannotRead(path.toString(), e);
    }
  }

  private void collect(FileStatus status, List<SourceFile> files) throws IOException {
    String name = status.getPath().getName();
    if ((name.startsWith("_") && !name.contains("=")) || name.startsWith(".")) {
      return; // As Spark does: markers and hidden files are no data.
    }
    if (status.isFile()) {
      if (PATTERN_SIGNS.matcher(status.getPath().toString()).find()) {
        throw Errors.nameLikeAPattern(source.name().key(), status.getPath().toString());
      }
      files.add(
          new SourceFile(
              status.getPath().toString(),
              status.getLen(),
              Instant.ofEpochMilli(status.getModificationTime())));
      return;
    }
    for (FileStatus child : fileSystem(status.getPath().toString()).listStatus(status.getPath())) {
      collect(child, files);
    }
  }

  /** The date in the place of {date}; empty: none there. */
  private Optional<LocalDate> dateOf(FileStatus root) {
    String[] pattern = new Path(source.path()).toUri().getPath().split("/", -1);
    String[] path = root.getPath().toUri().getPath().split("/", -1);
    for (int i = 0; i < Math.min(pattern.length, path.length); i++) {
      if (pattern[i].contains(DATE)) {
        return dateOf(pattern[i], path[i]);
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDate> dateOf(String pattern, String name) {
    String before = asRegex(pattern.substring(0, pattern.indexOf(DATE)));
    Matcher matcher = Pattern.compile(before + "(" + ISO_DATE + ").*").matcher(name);
    try {
      return matcher.matches() ? Optional.of(LocalDate.parse(matcher.group(1))) : Optional.empty();
    } catch (DateTimeParseException e) {
      throw Errors.notOfADate(source.name().key(), name);
    }
  }

  /** What a pattern of paths matches, within a name. */
  private static String asRegex(String pattern) {
    StringBuilder regex = new StringBuilder();
    pattern
        .chars()
        .forEach(
            sign ->
                regex.append(
                    switch (sign) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      case '{' -> "(?:";
                      case '}' -> ")";
                      case ',' -> "|";
                      case '[', ']' -> Character.toString(sign);
                      default -> Pattern.quote(Character.toString(sign));
                    }));
    return regex.toString();
  }

  private FileSystem fileSystem(String path) throws IOException {
    try {
      return new Path(path).getFileSystem(hadoop);
    } catch (FileNotFoundException e) {
      throw Errors.cannotRead(path, e);
    }
  }

  /** Path to result, in the order of the files. */
  private static Map<String, String> inParallel(
      List<SourceFile> files, java.util.function.Function<SourceFile, String> work) {
    ForkJoinPool pool = new ForkJoinPool(8);
    try {
      List<String> results = pool.submit(() -> files.parallelStream().map(work).toList()).join();
      Map<String, String> byPath = new LinkedHashMap<>();
      for (int i = 0; i < files.size(); i++) {
        byPath.put(files.get(i).path(), results.get(i));
      }
      return byPath;
    } finally {
      pool.shutdown();
    }
  }
}
