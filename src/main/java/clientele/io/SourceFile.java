package clientele.io;

import java.time.Instant;

/**
 * A file of a source, as it lies there.
 *
 * @param path as Spark names it in a row's file path
 * @param bytes size
 */
public record SourceFile(String path, long bytes, Instant modifiedAt) {
  /**
   * Whether size and time are those of another look at the path: then the content is taken to be,
   * too.
   */
  public boolean looksLike(SourceFile other) {
    return bytes == other.bytes && modifiedAt.equals(other.modifiedAt);
  }
}
