package clientele.job;

import clientele.catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which job feeds which, from what they declare. */
public final class JobGraph {
  private JobGraph() {}

  /** Whether a job writes a table that another reads; publish comes after all. */
  public static boolean feeds(Job from, Job to) {
    if (from.equals(to) || from instanceof PublishJob) {
      return false;
    }
    return to instanceof PublishJob || from.writes().stream().anyMatch(to.reads()::contains);
  }

  /** Jobs that feed a job, in the order of the pipeline. */
  public static List<Job> upstream(Job job) {
    List<Job> result = new ArrayList<>();
    for (Job other : Jobs.ALL) {
      if (feeds(other, job)) {
        result.add(other);
      }
    }
    return result;
  }

  /** Jobs that a job feeds, also by way of others, in the order of the pipeline. */
  public static List<Job> downstream(Job job) {
    List<Job> result = new ArrayList<>();
    for (Job other : Jobs.ALL) {
      if (feeds(job, other) || result.stream().anyMatch(between -> feeds(between, other))) {
        result.add(other);
      }
    }
    return result;
  }

  /** The graph for programs: jobs with what they read, write and come after. */
  public static String json() {
    return Jobs.ALL.stream()
        .map(
            job ->
                """
                  {
                    "name": "%s",
                    "summary": "%s",
                    "after": [%s],
                    "reads": [%s],
                    "writes": [%s]
                  }"""
                    .formatted(
                        job.name(),
                        job.summary(),
                        quoted(upstream(job).stream().map(Job::name).toList()),
                        quoted(job.reads().stream().map(Table::fullName).toList()),
                        quoted(job.writes().stream().map(Table::fullName).toList())))
        .collect(Collectors.joining(",\n", "{\"jobs\": [\n", "\n]}\n"));
  }

  /** The graph for people: a Mermaid picture of jobs and the tables between them. */
  public static String mermaid() {
    StringBuilder text = new StringBuilder("flowchart LR\n  sources[(sources)] --> ingest\n");
    for (Job job : Jobs.ALL) {
      for (Job other : upstream(job)) {
        List<String> between =
            other.writes().stream().filter(job.reads()::contains).map(Table::name).toList();
        String label = between.isEmpty() ? "" : "|" + String.join("<br>", between) + "|";
        text.append("  %s -->%s %s%n".formatted(other.name(), label, job.name()));
      }
    }
    return text.append("  publish --> current[(current.json)]\n").toString();
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
  }
}
