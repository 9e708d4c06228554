package clientele;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.DataDictionary;
import clientele.catalogue.Table;
import clientele.insight.kpi.Kpis;
import clientele.job.Job;
import clientele.job.JobGraph;
import clientele.job.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The files that are made from the code are current; -Dgolden.update=true makes them anew. */
class GeneratedFilesTest {
  private static final Path README = Path.of("README.md");
  private static final String PICTURE_BEGINS = "```mermaid\n";
  private static final String PICTURE_ENDS = "```\n";
  private static final String KPIS_BEGIN = "<!-- KPIs: made from the list; do not edit -->\n";
  private static final String KPIS_END = "<!-- end of KPIs -->\n";

  @Test
  void theDictionaryOfTablesIsCurrent() throws IOException {
    check(Path.of("docs/tables.md"), DataDictionary.markdown());
  }

  @Test
  void thePageOfTheFlowIsCurrent() throws IOException {
    check(Path.of("docs/flow.md"), flow());
  }

  @Test
  void theGraphForProgramsIsCurrent() throws IOException {
    check(Path.of("jobs/graph.json"), JobGraph.json());
  }

  @Test
  void thePictureInTheReadmeIsCurrent() throws IOException {
    String text = Files.readString(README);
    int begin = text.indexOf(PICTURE_BEGINS) + PICTURE_BEGINS.length();
    int end = text.indexOf(PICTURE_ENDS, begin);
    check(README, text.substring(0, begin) + JobGraph.mermaid() + text.substring(end));
  }

  @Test
  void theListOfKpisIsCurrent() throws IOException {
    Path page = Path.of("docs/metrics.md");
    String text = Files.readString(page);
    int begin = text.indexOf(KPIS_BEGIN) + KPIS_BEGIN.length();
    int end = text.indexOf(KPIS_END, begin);
    check(page, text.substring(0, begin) + Kpis.markdown() + text.substring(end));
  }

  private static void check(Path file, String content) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    }
    assertThat(file).hasContent(content);
  }

  private static String flow() {
    return """
    # Flow

    Made from the list of jobs; a test keeps it current. To make it anew:
    `mvn test -Dtest=GeneratedFilesTest -Dgolden.update=true`. The same for programs is
    `jobs/graph.json`; `clientele graph [--json]` prints both.

    An arrow says that a job reads what another wrote. Jobs without an arrow between them run side by
    side. Each table of silver and gold has one job that writes it.

    """
        + PICTURE_BEGINS
        + JobGraph.mermaid()
        + PICTURE_ENDS
        + "\n| job | what it does | reads | writes |\n| --- | --- | --- | --- |\n"
        + Jobs.ALL.stream().map(GeneratedFilesTest::line).collect(Collectors.joining())
        + """

        `ops.run_log` and `ops.publication` are written by the run itself.
        """;
  }

  private static String line(Job job) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(job.name(), job.summary(), names(job.reads()), names(job.writes()));
  }

  private static String names(List<Table> tables) {
    return tables.stream().map(Table::fullName).collect(Collectors.joining(", "));
  }
}
