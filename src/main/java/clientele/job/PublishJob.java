package clientele.job;

import clientele.catalogue.Table;
import java.util.List;

/**
 * Makes the tables of the run visible.
 *
 * <p><b>Answers</b>: which version of every table belongs together. <b>Reads</b> the versions of
 * all tables. <b>Writes</b> a row of {@code ops.publication}, which is the point of publication,
 * then {@code current.json} for readers without Spark.
 *
 * <p><b>Example</b>: {@code clientele run publish --date 2026-01-31}
 */
final class PublishJob implements StoreJob {
  @Override
  public String name() {
    return "publish";
  }

  @Override
  public String summary() {
    return "make the tables of the run visible to readers, all at once";
  }

  @Override
  public List<Table> reads() {
    return List.of();
  }

  /** None of its own: the row of ops.publication is written by the run itself. */
  @Override
  public List<Table> writes() {
    return List.of();
  }

  @Override
  public void run(Workspace workspace, RunContext context) {
    workspace.publish();
  }
}
