package clientele.job;

import java.util.ArrayList;
import java.util.List;

/** Which job feeds which, from what they declare. */
public final class JobGraph {
  private JobGraph() {}

  /** Whether a job writes a table that another reads; publishing comes after everything. */
  public static boolean feeds(Job from, Job to) {
    if (from.equals(to)) {
      return false;
    }
    if (to.writes().isEmpty()) {
      return true;
    }
    return from.writes().stream().anyMatch(to.reads()::contains);
  }

  /** Jobs that feed a job, in the order of the pipeline. */
  public static List<Job> upstream(Job job) {
    List<Job> result = new ArrayList<>();
    for (Job other : Jobs.ALL) {
      if (!job.writes().isEmpty() && feeds(other, job)) {
        result.add(other);
      }
    }
    return result;
  }
}
