package clientele.job;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import java.util.List;

/**
 * Makes the tables of the run visible.
 *
 * <p><b>Answers</b>: which version of every table belongs together. <b>Reads</b> the versions of
 * all tables, and what was published before. <b>Writes</b> gold.restatement with the published
 * cells that the run shows otherwise ({@link Restatement}), a row of {@code ops.publication}, which
 * is the point of publication, then {@code current.json} for readers without Spark.
 *
 * <p><b>Example</b>: {@code clientele run publish --date 2026-01-31}
 */
final class PublishJob implements StoreJob {
  static final String NAME = "publish";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "make the tables of the run visible to readers, all at once";
  }

  /** What is compared with the publications before; versions are all it knows of other tables. */
  @Override
  public List<Table> reads() {
    return Tables.ALL.stream().filter(RestatedCells::covers).toList();
  }

  /** The row of ops.publication is written by the run itself. */
  @Override
  public List<Table> writes() {
    return List.of(Tables.RESTATEMENT);
  }

  @Override
  public void run(Workspace workspace, RunContext context) {
    workspace.publish();
  }
}
