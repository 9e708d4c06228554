package clientele.job;

import clientele.clv.ClvJob;
import clientele.cohort.CohortsJob;
import clientele.customer.CustomersJob;
import clientele.error.Errors;
import clientele.ingest.IngestJob;
import clientele.insight.InsightsJob;
import clientele.month.MonthsJob;
import clientele.nps.NpsJob;
import clientele.subscription.SubscriptionsJob;
import java.util.List;

/** The pipeline: one line per job, in an order in which each reads what earlier ones wrote. */
public final class Jobs {
  public static final List<Job> ALL =
      List.of(
          new IngestJob(),
          new MonthsJob(),
          new CustomersJob(),
          new CohortsJob(),
          new SubscriptionsJob(),
          new ClvJob(),
          new NpsJob(),
          new InsightsJob(),
          new PublishJob());

  private Jobs() {}

  /**
   * The jobs of these names, in the order of the pipeline.
   *
   * @throws clientele.error.ClienteleException.UsageException naming the jobs there are
   */
  public static List<Job> named(List<String> names) {
    List<String> known = ALL.stream().map(Job::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw Errors.unknownJob(name, known);
      }
    }
    return ALL.stream().filter(job -> names.contains(job.name())).toList();
  }

  /** A job and all after it. */
  public static List<Job> from(String name) {
    Job first = named(List.of(name)).get(0);
    return ALL.subList(ALL.indexOf(first), ALL.size());
  }
}
