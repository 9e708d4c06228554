package clientele.job;

import clientele.catalogue.Table;
import java.util.List;

/**
 * A step of the pipeline: a function from the tables it declares to read to the tables it declares
 * to write. The order of a run, the graph and the lineage come from the declarations of {@link
 * Jobs#ALL}.
 */
public sealed interface Job permits TableJob, StoreJob {
  /** Name on the command line, kebab-case. */
  String name();

  /** What it answers, one line. */
  String summary();

  /** Tables it reads, as published by earlier jobs of the run, cut at the business date. */
  List<Table> reads();

  /** Tables it writes: it is the only job that does. */
  List<Table> writes();
}
