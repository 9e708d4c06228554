package clientele.io;

import clientele.catalogue.Table;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The commits of one Delta table, as far as its log folder tells without Spark. */
final class CommitLog {
  /** No commit yet: the table does not exist. */
  static final long NONE = -1;

  private final Storage storage;
  private final String folder;

  CommitLog(Storage storage, Table table) {
    this.storage = storage;
    this.folder = table.folder() + "/_delta_log";
  }

  /**
   * Writes commit 0 of an empty table; does nothing if another thread was quicker.
   *
   * <p>With its version checksum: from one, Delta carries the state of a small table on from commit
   * to commit; without, it computes it anew with jobs of Spark at every commit and every look.
   */
  static void create(
      Storage storage,
      Table table,
      String schemaJson,
      List<String> partitions,
      Map<String, String> properties) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("id", UUID.randomUUID().toString());
    metadata.put("description", table.grain());
    metadata.put("format", Map.of("provider", "parquet", "options", Map.of()));
    metadata.put("schemaString", schemaJson);
    metadata.put("partitionColumns", partitions);
    metadata.put("configuration", properties);
    Map<String, Object> protocol = Map.of("minReaderVersion", 1, "minWriterVersion", 2);
    String commit =
        String.join(
            "\n",
            Json.line(Map.of("commitInfo", Map.of("operation", "CREATE TABLE"))),
            Json.line(Map.of("protocol", protocol)),
            Json.line(Map.of("metaData", metadata)),
            "");
    String version = table.folder() + "/_delta_log/%020d".formatted(0);
    if (storage.create(version + ".json", commit)) {
      Map<String, Object> checksum = new LinkedHashMap<>();
      checksum.put("tableSizeBytes", 0);
      checksum.put("numFiles", 0);
      checksum.put("numMetadata", 1);
      checksum.put("numProtocol", 1);
      checksum.put("setTransactions", List.of());
      checksum.put("domainMetadata", List.of());
      checksum.put("metadata", metadata);
      checksum.put("protocol", protocol);
      checksum.put("allFiles", List.of());
      boolean unused = storage.create(version + ".crc", Json.line(checksum) + "\n");
    }
  }

  /** Number of the newest commit, or {@link #NONE}. */
  long version() {
    List<String> commits =
        storage.list(folder).stream().filter(name -> name.matches("\\d{20}\\.json")).toList();
    return commits.isEmpty()
        ? NONE
        : Long.parseLong(commits.get(commits.size() - 1).substring(0, 20));
  }

  /** The first commit after a version that carries these user metadata. */
  Optional<Long> landed(long after, String userMetadata) {
    for (long version = after + 1; version <= version(); version++) {
      JsonNode info = commitInfo(version);
      if (info.path("userMetadata").asText().equals(userMetadata)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Rows a commit wrote. */
  long rowsWritten(long version) {
    return commitInfo(version).path("operationMetrics").path("numOutputRows").asLong(0);
  }

  private JsonNode commitInfo(long version) {
    String file = folder + "/" + String.format("%020d.json", version);
    String text = storage.read(file).orElse("");
    try {
      for (String line : text.lines().toList()) {
        if (line.contains("\"commitInfo\"")) {
          return Json.tree(line).path("commitInfo");
        }
      }
      return Json.tree("{}");
    } catch (JsonProcessingException e) {
      throw clientele.error.Errors.unreadableControlFile(storage.path(file), e);
    }
  }
}
