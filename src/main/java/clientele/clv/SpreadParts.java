package clientele.clv;

import clientele.model.Parts;
import clientele.model.numeric.Sums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * {@link Parts} on all machines: sums come together in a tree, so that the driver holds no more
 * than one of them, however much data there are.
 */
final class SpreadParts<H> implements Parts<H> {
  /** Rows in a part: a few megabytes. */
  private static final int BLOCK = 65_536;

  private final JavaRDD<H> parts;
  private final H some;
  private final Kept kept;

  private SpreadParts(JavaRDD<H> parts, H some, Kept kept) {
    this.parts = kept.keep(parts);
    this.some = some;
    this.kept = kept;
  }

  /** Data that are gone through many times, and are held where they are until this is closed. */
  static final class Kept implements AutoCloseable {
    private final List<Runnable> releases = new ArrayList<>();

    private <H> JavaRDD<H> keep(JavaRDD<H> parts) {
      releases.add(() -> parts.unpersist(false));
      return parts.persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Keeps the rows of a dataset. */
    Dataset<Row> keep(Dataset<Row> rows) {
      releases.add(() -> rows.unpersist(false));
      return rows.persist(StorageLevel.MEMORY_AND_DISK());
    }

    @Override
    public void close() {
      releases.forEach(Runnable::run);
    }
  }

  /** What a row is read as, on the machine that has it. */
  interface Reading<T> extends Serializable {
    T of(Row row);
  }

  /**
   * The rows of a dataset as lists.
   *
   * @param some of them
   */
  static <T> Parts<List<T>> of(Dataset<Row> rows, Reading<T> reading, List<Row> some, Kept kept) {
    FlatMapFunction<Iterator<Row>, List<T>> blocks = all -> new Blocks<>(all, reading);
    return new SpreadParts<>(
        rows.javaRDD().mapPartitions(blocks), some.stream().map(reading::of).toList(), kept);
  }

  @Override
  public double[] sums(int count, Summand<H> summand) {
    return parts
        .treeAggregate(
            new Sums(count),
            (sums, part) -> sums.add(summand.of(part)),
            (one, other) -> one.add(other))
        .values();
  }

  @Override
  public H some() {
    return some;
  }

  @Override
  public <G> Parts<G> map(Turn<H, G> turn) {
    return new SpreadParts<>(parts.map(turn::of), turn.of(some), kept);
  }

  /** Rows in lists of {@link #BLOCK}. */
  private record Blocks<T>(Iterator<Row> rows, Reading<T> reading) implements Iterator<List<T>> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public List<T> next() {
      List<T> block = new ArrayList<>();
      while (rows.hasNext() && block.size() < BLOCK) {
        block.add(reading.of(rows.next()));
      }
      return block;
    }
  }
}
