package clientele.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table that Clientele writes.
 *
 * @param grain what one row is; begins with "one row per"
 * @param key columns that together are unique, {@code as_of} included; empty: rows have no key
 * @param notNull columns that are never null
 * @param partitions partition columns
 * @param moving columns that go on changing from date to date with no row corrected, because they
 *     tell of what came after their period
 * @param counted tables whose events every figure counts; empty: the basis of each row names one
 */
public record Table(
    Layer layer,
    String name,
    String grain,
    Slice slice,
    List<TableColumn> columns,
    List<TableColumn> key,
    Set<String> notNull,
    List<TableColumn> partitions,
    Set<TableColumn> moving,
    Set<Table> counted,
    List<Check> checks) {

  /** The name in SQL, such as {@code gold.nps}. */
  public String fullName() {
    return layer.folder() + "." + name;
  }

  /** The folder below the warehouse root. */
  public String folder() {
    return layer.folder() + "/" + name;
  }

  /** All columns as Spark fields with comments, nullable: what a write is shaped to. */
  public StructType schema() {
    return new StructType(columns.stream().map(TableColumn::field).toArray(StructField[]::new));
  }

  public List<String> columnNames() {
    return columns.stream().map(TableColumn::name).toList();
  }

  /** The columns in catalogue order, for the last select of a transform. */
  public Column[] select() {
    return columns.stream().map(TableColumn::col).toArray(Column[]::new);
  }

  /** The columns a job computes: all but those that the runner adds. */
  public Column[] selectOwn() {
    return columns.stream()
        .filter(column -> !column.equals(Vocabulary.RUN_ID) && !isStampedDate(column))
        .map(TableColumn::col)
        .toArray(Column[]::new);
  }

  private boolean isStampedDate(TableColumn column) {
    return slice == Slice.AS_OF && column.equals(Vocabulary.AS_OF);
  }

  @Override
  public String toString() {
    return fullName();
  }

  static Builder of(Layer layer, String name, Slice slice, String grain) {
    return new Builder(layer, name, slice, grain);
  }

  /** Gold tables: as_of first, run_id last, one slice per business date. */
  static Builder gold(String name, String grain) {
    return of(Layer.GOLD, name, Slice.AS_OF, grain)
        .key(Vocabulary.AS_OF)
        .partitionedBy(Vocabulary.AS_OF);
  }

  /** Collects the parts of a table. */
  static final class Builder {
    private final Layer layer;
    private final String name;
    private final Slice slice;
    private final String grain;
    private final List<TableColumn> key = new ArrayList<>();
    private final List<TableColumn> columns = new ArrayList<>();
    private final List<TableColumn> partitions = new ArrayList<>();
    private final Set<String> nullableKeys = new LinkedHashSet<>();
    private final Set<TableColumn> moving = new LinkedHashSet<>();
    private final Set<Table> counted = new LinkedHashSet<>();
    private final List<Check> checks = new ArrayList<>();

    private Builder(Layer layer, String name, Slice slice, String grain) {
      this.layer = layer;
      this.name = name;
      this.slice = slice;
      this.grain = grain;
    }

    /** Key columns; they come first in the table. */
    Builder key(TableColumn... more) {
      key.addAll(Arrays.asList(more));
      columns.addAll(Arrays.asList(more));
      return this;
    }

    /** Key columns in which null is a value of its own, such as the cohort of a total row. */
    Builder nullableKey(TableColumn... more) {
      for (TableColumn column : more) {
        nullableKeys.add(column.name());
      }
      return key(more);
    }

    Builder columns(TableColumn... more) {
      columns.addAll(Arrays.asList(more));
      return this;
    }

    Builder partitionedBy(TableColumn... more) {
      partitions.addAll(Arrays.asList(more));
      return this;
    }

    Builder moving(TableColumn... more) {
      moving.addAll(Arrays.asList(more));
      return this;
    }

    Builder counting(Table... more) {
      counted.addAll(Arrays.asList(more));
      return this;
    }

    Builder check(String rule, String condition) {
      checks.add(new Check(rule, condition));
      return this;
    }

    Table build() {
      if (!columns.contains(Vocabulary.RUN_ID)) {
        columns.add(Vocabulary.RUN_ID);
      }
      Set<String> notNull = new LinkedHashSet<>();
      for (TableColumn column : key) {
        if (!nullableKeys.contains(column.name())) {
          notNull.add(column.name());
        }
      }
      return new Table(
          layer,
          name,
          grain,
          slice,
          List.copyOf(columns),
          List.copyOf(key),
          Set.copyOf(notNull),
          List.copyOf(partitions),
          Set.copyOf(moving),
          Set.copyOf(counted),
          List.copyOf(checks));
    }
  }
}
