package clientele.job;

import clientele.catalogue.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a {@link TableJob} computed: one dataset per declared table.
 *
 * <p>{@code as_of} and {@code run_id} are added by the runner.
 */
public final class Outputs {
  private final Map<Table, Dataset<Row>> datasets;

  private Outputs(Map<Table, Dataset<Row>> datasets) {
    this.datasets = datasets;
  }

  public static Outputs of(Table table, Dataset<Row> dataset) {
    return new Outputs(Map.of(table, dataset));
  }

  /** These outputs and one more. */
  public Outputs and(Table table, Dataset<Row> dataset) {
    Map<Table, Dataset<Row>> more = new LinkedHashMap<>(datasets);
    if (more.put(table, dataset) != null) {
      throw new IllegalArgumentException(table + " is given twice");
    }
    return new Outputs(more);
  }

  public Map<Table, Dataset<Row>> datasets() {
    return datasets;
  }
}
