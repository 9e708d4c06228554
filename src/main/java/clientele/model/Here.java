package clientele.model;

import clientele.model.numeric.Sums;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Parts} in memory, which are gone through side by side.
 *
 * @param parts in an order of their own, so that sums are the same to the last digit
 * @param some a small share of them
 */
public record Here<H>(List<H> parts, H some) implements Parts<H> {
  /** Long enough for a thread to be worth its while. */
  static final int BLOCK = 8192;

  /** Enough to tell a good start of a search from a bad one. */
  static final int SOME = 2048;

  /** Rows taken out of all there are. */
  interface Rows<H> {
    /** Every step-th of the rows from one on, below an end. */
    H every(int step, int from, int end);
  }

  /** A list in blocks. */
  public static <T> Parts<List<T>> of(List<T> all) {
    return of(
        all.size(),
        (step, from, end) -> {
          List<T> some = new ArrayList<>();
          for (int i = from; i < end; i += step) {
            some.add(all.get(i));
          }
          return some;
        });
  }

  /** So many rows in blocks, which begin where the data alone say. */
  static <H> Parts<H> of(int size, Rows<H> rows) {
    List<H> blocks = new ArrayList<>();
    for (int from = 0; from < size; from += BLOCK) {
      blocks.add(rows.every(1, from, Math.min(from + BLOCK, size)));
    }
    return new Here<>(blocks, rows.every(step(size), 0, size));
  }

  /** How far apart examples lie, so that there are no more than {@link #SOME}. */
  static int step(int size) {
    return Math.max(1, (size + SOME - 1) / SOME);
  }

  @Override
  public double[] sums(int count, Summand<H> summand) {
    Sums sums = new Sums(count);
    parts.parallelStream().map(summand::of).toList().forEach(sums::add);
    return sums.values();
  }

  @Override
  public <G> Parts<G> map(Turn<H, G> turn) {
    return new Here<>(parts.parallelStream().map(turn::of).toList(), turn.of(some));
  }
}
