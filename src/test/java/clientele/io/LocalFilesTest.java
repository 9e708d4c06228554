package clientele.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Beside Hadoop's own local file system: same files, same permissions. */
@DisabledOnOs(OS.WINDOWS)
final class LocalFilesTest {
  @TempDir private java.nio.file.Path folder;
  private final Configuration ours = new Configuration();

  @BeforeEach
  void configure() {
    ours.set("fs.file.impl", LocalFiles.class.getName());
    ours.set("fs.AbstractFileSystem.file.impl", LocalFiles.Context.class.getName());
  }

  @Test
  void permissionsAreThoseOfHadoop() throws IOException {
    for (int octal : new int[] {0, 0400, 0640, 0644, 0755, 0777}) {
      assertThat(permissions("ours" + octal, octal, ours))
          .isEqualTo(permissions("theirs" + octal, octal, new Configuration()));
    }
  }

  private String permissions(String name, int octal, Configuration conf) throws IOException {
    Path file = new Path(folder.resolve(name).toUri());
    try (FileSystem files = FileSystem.newInstance(file.toUri(), conf)) {
      files.create(file).close();
      files.setPermission(file, new FsPermission((short) octal));
    }
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  @Test
  void filesAreRenamedByTheOtherInterfaceToo() throws IOException {
    Files.writeString(folder.resolve("a"), "text");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
    FileContext files = FileContext.getFileContext(folder.toUri(), ours);
    assertThat(files.getDefaultFileSystem()).isInstanceOf(LocalFiles.Context.class);

    FileContext theirs = FileContext.getFileContext(folder.toUri(), new Configuration());
    for (String name : List.of("a", "link")) {
      assertThat(files.getFileLinkStatus(path(name)))
          .isEqualTo(theirs.getFileLinkStatus(path(name)))
          .hasToString(theirs.getFileLinkStatus(path(name)).toString());
    }
    files.rename(path("a"), path("b"));

    assertThat(folder.resolve("b")).hasContent("text");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }
}
