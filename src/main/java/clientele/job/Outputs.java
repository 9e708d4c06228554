package clientele.job;

import clientele.catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a {@link TableJob} computed: one dataset per declared table, written in this order.
 *
 * <p>{@code as_of} and {@code run_id} are added by the runner.
 */
public final class Outputs {
  private final List<Output> all;

  private Outputs(List<Output> all) {
    if (all.stream().map(Output::table).distinct().count() < all.size()) {
      throw new IllegalArgumentException("a table is given twice: " + tables(all));
    }
    this.all = List.copyOf(all);
  }

  public static Outputs of(Table table, Dataset<Row> dataset) {
    return new Outputs(List.of(new Computed(table, dataset)));
  }

  /**
   * One output that has to be looked for, such as a model that is fitted to data in many places: it
   * may run actions, when its turn to be written has come.
   */
  public static Outputs ofFit(Table table, Supplier<Dataset<Row>> fit) {
    return new Outputs(List.of(new Derived(table, written -> fit.get())));
  }

  /** These outputs and one more. */
  public Outputs and(Table table, Dataset<Row> dataset) {
    return with(new Computed(table, dataset));
  }

  /**
   * These outputs and one that is made from the written rows of earlier ones, so that those are not
   * computed a second time.
   */
  public Outputs andFrom(Table table, Function<Written, Dataset<Row>> transform) {
    return with(new Derived(table, transform));
  }

  private Outputs with(Output output) {
    List<Output> more = new ArrayList<>(all);
    more.add(output);
    return new Outputs(more);
  }

  List<Output> all() {
    return all;
  }

  Set<Table> tables() {
    return tables(all);
  }

  private static Set<Table> tables(List<Output> outputs) {
    return outputs.stream().map(Output::table).collect(Collectors.toSet());
  }

  /** The tables that this job has written so far. */
  public interface Written {
    /**
     * Their rows of the business date.
     *
     * @throws IllegalArgumentException if it is not one of the outputs before
     */
    Dataset<Row> table(Table table);
  }

  /** One table's rows. */
  sealed interface Output {
    Table table();
  }

  record Computed(Table table, Dataset<Row> dataset) implements Output {}

  record Derived(Table table, Function<Written, Dataset<Row>> transform) implements Output {}
}
