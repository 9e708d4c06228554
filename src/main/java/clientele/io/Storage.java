package clientele.io;

import clientele.error.Errors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * Small text files below one root, with the two operations that leases and the publication pointer
 * need: to create a file only if nobody else has, and to replace one in a single step.
 *
 * <p>Local folders are reached through the JDK, because Hadoop's local file system checks and
 * creates in two steps. HDFS creates exclusively by itself; S3A does by a conditional request. Any
 * other store is refused.
 */
public final class Storage {
  private static final List<String> EXCLUSIVE = List.of("hdfs", "viewfs", "s3a");

  private final String root;
  private final Optional<Path> local;

  private Storage(String root, Optional<Path> local) {
    this.root = root;
    this.local = local;
  }

  /** A root as an absolute path or as a URI such as {@code s3a://bucket/warehouse}. */
  public static Storage of(String root) {
    String scheme = root.contains(":/") ? URI.create(root.replace(" ", "%20")).getScheme() : "file";
    if (scheme.equals("file")) {
      Path path =
          root.contains(":/") ? Path.of(URI.create(root.replace(" ", "%20"))) : Path.of(root);
      return new Storage(path.toString(), Optional.of(path));
    }
    if (!EXCLUSIVE.contains(scheme)) {
      throw Errors.storeWithoutExclusiveCreate(root, EXCLUSIVE);
    }
    return new Storage(root.replaceAll("/+$", ""), Optional.empty());
  }

  public String root() {
    return root;
  }

  public String path(String name) {
    return root + "/" + name;
  }

  /** The text of a file, or nothing if there is none. */
  public Optional<String> read(String name) {
    try {
      if (local.isPresent()) {
        return Optional.of(Files.readString(local.get().resolve(name)));
      }
      try (InputStream in = hadoop().open(hadoopPath(name))) {
        return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (NoSuchFileException | FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Errors.cannotRead(path(name), e);
    }
  }

  /** Creates a file with this text; false if it exists already. */
  public boolean create(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (local.isPresent()) {
        // Written aside and linked: the name appears with its whole content, or not at all.
        Path target = local.get().resolve(name);
        Path aside = writeAside(target, bytes);
        try {
          Files.createLink(target, aside);
        } finally {
          Files.delete(aside);
        }
        return true;
      }
      FSDataOutputStreamBuilder<?, ?> builder = hadoop().createFile(hadoopPath(name));
      builder.overwrite(false);
      builder.recursive();
      builder.opt("fs.option.create.conditional.overwrite", true);
      try (OutputStream out = (OutputStream) builder.build()) {
        out.write(bytes);
      }
      return true;
    } catch (UnsupportedOperationException e) {
      throw Errors.storeWithoutExclusiveCreate(root, EXCLUSIVE);
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw Errors.cannotWrite(path(name), e);
    }
  }

  /** Gives a file this text, in one step: a reader sees the old text or the new. */
  public void put(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (local.isPresent()) {
        Path target = local.get().resolve(name);
        Files.move(
            writeAside(target, bytes),
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        return;
      }
      // An object store shows an object when it is closed; HDFS needs the rename.
      org.apache.hadoop.fs.Path target = hadoopPath(name);
      FileSystem fs = hadoop();
      if (fs.getScheme().equals("s3a")) {
        try (OutputStream out = fs.create(target, true)) {
          out.write(bytes);
        }
        return;
      }
      org.apache.hadoop.fs.Path aside = hadoopPath(name + "." + UUID.randomUUID());
      try (OutputStream out = fs.create(aside, false)) {
        out.write(bytes);
      }
      org.apache.hadoop.fs.FileContext.getFileContext(fs.getUri(), fs.getConf())
          .rename(aside, target, org.apache.hadoop.fs.Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw Errors.cannotWrite(path(name), e);
    }
  }

  public void delete(String name) {
    try {
      if (local.isPresent()) {
        Files.deleteIfExists(local.get().resolve(name));
      } else {
        hadoop().delete(hadoopPath(name), false);
      }
    } catch (IOException e) {
      throw Errors.cannotWrite(path(name), e);
    }
  }

  /** Names of the files in a folder, sorted; none if there is no such folder. */
  public List<String> list(String folder) {
    try {
      if (local.isPresent()) {
        try (Stream<Path> files = Files.list(local.get().resolve(folder))) {
          return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
      }
      FileStatus[] files = hadoop().listStatus(hadoopPath(folder));
      return Arrays.stream(files).map(file -> file.getPath().getName()).sorted().toList();
    } catch (NoSuchFileException | FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw Errors.cannotRead(path(folder), e);
    }
  }

  private static Path writeAside(Path target, byte[] bytes) throws IOException {
    Files.createDirectories(target.getParent());
    Path aside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    Files.write(aside, bytes, StandardOpenOption.CREATE_NEW);
    return aside;
  }

  private org.apache.hadoop.fs.Path hadoopPath(String name) {
    return new org.apache.hadoop.fs.Path(path(name));
  }

  private FileSystem hadoop() throws IOException {
    return FileSystem.get(URI.create(root), new Configuration());
  }
}
