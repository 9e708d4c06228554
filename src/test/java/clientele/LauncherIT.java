package clientele;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a project folder of its own: the real script and flags, but a Maven and a Java
 * that write down how they were called, so that no test builds or needs Spark.
 */
class LauncherIT {
  @TempDir private Path folder;
  private Path project;
  private Path tools;
  private Path calls;

  private record Result(int exitCode, String errors, List<String> calls) {}

  @BeforeEach
  void copyTheLauncher() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    tools = Files.createDirectories(folder.resolve("jdk/bin"));
    calls = folder.resolve("calls");
    Files.createDirectories(project.resolve("src/main"));
    Files.createDirectories(project.resolve("conf"));
    Files.createFile(project.resolve("conf/jvm.options"));
    Files.createFile(project.resolve("pom.xml"));
    Files.copy(Path.of("clientele"), project.resolve("clientele"));
    assertThat(project.resolve("clientele").toFile().setExecutable(true)).isTrue();
    java("17");
    tool("javac", "true");
    tool(
        "mvn",
        """
        echo mvn >>%s
        sleep 1
        mkdir -p target
        : >target/clientele.jar
        echo a.jar >target/classpath.txt
        """
            .formatted(calls));
  }

  private void java(String version) throws IOException {
    tool(
        "java",
        """
        case $* in
          *-XshowSettings*)
            echo "    java.home = %s"
            echo "    java.specification.version = %s" ;;
          *) printf '<%%s>' "$@" >>%s; echo >>%s; exit 65 ;;
        esac
        """
            .formatted(tools.getParent(), version, calls, calls));
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start(Path launcher, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("CLIENTELE_JAVA_OPTS", "-Xmx8g -Dx=y");
    return builder.start();
  }

  private Result run(Path launcher, String... arguments) throws Exception {
    Process process = start(launcher, arguments);
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Result(process.exitValue(), errors, lines());
  }

  private List<String> lines() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void buildsOnceAndHandsOnArgumentsAndExitCode() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), Path.of("a project/clientele"));

    Result first = run(link, "run", "--date", "2024-01-31", "--set", "a=b c", "");
    assertThat(first.exitCode()).isEqualTo(65);
    assertThat(first.errors()).isEqualTo("Building Clientele (once)…\n");
    assertThat(first.calls()).hasSize(2).first().isEqualTo("mvn");
    Path target = project.toRealPath().resolve("target");
    assertThat(first.calls().get(1))
        .startsWith("<@" + project.toRealPath() + "/conf/jvm.options><-XX:MaxRAMPercentage=60>")
        .doesNotContain("TieredStopAtLevel")
        .endsWith(
            "<-Xmx8g><-Dx=y><-cp><%s/clientele.jar:a.jar><clientele.Main>".formatted(target)
                + "<run><--date><2024-01-31><--set><a=b c><>");

    Result second = run(link, "--conf", "run", "status");
    assertThat(second.errors()).isEmpty();
    assertThat(second.calls()).hasSize(3);
    assertThat(second.calls().get(2)).contains("<-XX:TieredStopAtLevel=1>");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run(project.resolve("clientele"), "jobs");
    Files.setLastModifiedTime(
        Files.createFile(project.resolve("src/main/New.java")),
        FileTime.fromMillis(
            Files.getLastModifiedTime(project.resolve("target/clientele.jar")).toMillis() + 5000));

    assertThat(run(project.resolve("clientele"), "jobs").calls().stream().filter("mvn"::equals))
        .hasSize(2);
  }

  @Test
  void launchesAtTheSameTimeBuildOnce() throws Exception {
    Process one = start(project.resolve("clientele"), "run");
    Process other = start(project.resolve("clientele"), "run");
    assertThat(one.waitFor()).isEqualTo(65);
    assertThat(other.waitFor()).isEqualTo(65);

    assertThat(lines()).hasSize(3).containsOnlyOnce("mvn");
  }

  @Test
  void aLockOfADeadBuildIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(project.resolve("target/building"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    assertThat(run(project.resolve("clientele"), "jobs").exitCode()).isEqualTo(65);
    assertThat(lock).doesNotExist();
  }

  @Test
  void aFailedBuildShowsTheEndOfItsOutput() throws Exception {
    tool("mvn", "echo '[ERROR] no such artifact'; exit 1");

    Result result = run(project.resolve("clientele"), "jobs");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.errors())
        .contains("[ERROR] no such artifact\nCannot build Clientele: see above")
        .contains("target/build.log");
    assertThat(result.calls()).isEmpty();
    assertThat(project.resolve("target/building")).doesNotExist();
  }

  @Test
  void theJarSaysWhatItIs() throws Exception {
    try (JarFile jar = new JarFile("target/clientele.jar")) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("clientele.Main");
      assertThat(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .matches("\\d+\\.\\d+.*");
    }
  }

  @Test
  void anotherJavaIsRefusedWithTheRemedy() throws Exception {
    java("11");

    Result result = run(project.resolve("clientele"), "jobs");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.errors()).contains("it needs Java 17").contains("openjdk-17-jdk");
  }
}
