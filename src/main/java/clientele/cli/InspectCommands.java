package clientele.cli;

import clientele.catalogue.DataDictionary;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.error.Errors;
import clientele.io.Holder;
import clientele.io.Lease;
import clientele.io.Publication;
import clientele.io.RunSession;
import clientele.io.Storage;
import clientele.job.Job;
import clientele.job.JobGraph;
import clientele.job.Jobs;
import clientele.settings.Settings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that say what the program is and what is published; none of them starts Spark. */
final class InspectCommands {
  private InspectCommands() {}

  private static PrintStream out() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  /** Lists the jobs. */
  @Command(name = "jobs", description = "List the jobs of the pipeline in their order.")
  static final class ListJobs implements Callable<Integer> {
    @Override
    public Integer call() {
      int width = Jobs.ALL.stream().mapToInt(job -> job.name().length()).max().orElse(0);
      for (Job job : Jobs.ALL) {
        out().printf("%-" + width + "s  %s%n", job.name(), job.summary());
      }
      return ExitCode.DONE.code();
    }
  }

  /** Prints the graph of jobs and tables. */
  @Command(
      name = "graph",
      description = "Print which job reads and writes what, as a Mermaid picture or as JSON.")
  static final class Graph implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON, as the Airflow DAG reads it.")
    private boolean json;

    @Override
    public Integer call() {
      out().print(json ? JobGraph.json() : JobGraph.mermaid());
      return ExitCode.DONE.code();
    }
  }

  /** Lists tables, or describes one. */
  @Command(name = "tables", description = "List the tables, or describe one.")
  static final class ListTables implements Callable<Integer> {
    @Parameters(paramLabel = "TABLE", arity = "0..1", description = "For example: gold.nps.")
    private String name;

    @Override
    public Integer call() {
      if (name != null) {
        Table table =
            Tables.named(name)
                .orElseThrow(() -> Errors.unknownTable(name, Tables.names().toList()));
        out().print(DataDictionary.describe(table));
        return ExitCode.DONE.code();
      }
      int width = Tables.names().mapToInt(String::length).max().orElse(0);
      for (Table table : Tables.ALL) {
        out().printf("%-" + width + "s  %s%n", table.fullName(), table.grain());
      }
      return ExitCode.DONE.code();
    }
  }

  /** Says what is published. */
  @Command(name = "status", description = "Say what is published, and who is writing.")
  static final class Status implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
        names = "--format",
        description = "table (default); csv, a line per published table; or json, as current.json.",
        converter = RowFormat.Converter.class)
    private RowFormat format = RowFormat.TABLE;

    @Override
    public Integer call() {
      Settings settings = common.settings();
      Storage storage = Storage.of(settings.warehouse());
      Publication publication = RunSession.current(storage);
      switch (format) {
        case TABLE -> print(settings, storage, publication);
        case CSV -> printTables(storage, publication);
        case JSON -> out().print(publication.json());
      }
      return ExitCode.DONE.code();
    }

    private static void printTables(Storage storage, Publication publication) {
      PrintStream out = out();
      out.print("table,version,path,publication,run_id,published_at\r\n");
      publication
          .tables()
          .forEach(
              (name, entry) ->
                  out.print(
                      Stream.of(
                                  name,
                                  entry.version(),
                                  storage.path(entry.path()),
                                  publication.publication(),
                                  publication.runId(),
                                  publication.publishedAt())
                              .map(cell -> RowPrinter.quoted(String.valueOf(cell)))
                              .collect(Collectors.joining(","))
                          + "\r\n"));
    }

    private static void print(Settings settings, Storage storage, Publication publication) {
      PrintStream out = out();
      out.println("warehouse     " + settings.warehouse());
      if (publication.publication() == 0) {
        out.println("published     nothing yet");
      } else {
        out.printf(
            "published     number %d, run %s, at %s%n",
            publication.publication(), publication.runId(), publication.publishedAt());
        out.printf(
            "dates         %d, from %s to %s%n",
            publication.dates().size(),
            publication.dates().get(0),
            publication.dates().get(publication.dates().size() - 1));
        int width = publication.tables().keySet().stream().mapToInt(String::length).max().orElse(0);
        publication
            .tables()
            .forEach(
                (name, entry) ->
                    out.printf(
                        "  %-" + width + "s  version %d  %s%n",
                        name,
                        entry.version(),
                        storage.path(entry.path())));
      }
      Optional<Holder> holder = Lease.current(storage, Clock.systemUTC());
      out.println("writing       " + holder.map(Holder::describe).orElse("nobody"));
    }
  }
}
