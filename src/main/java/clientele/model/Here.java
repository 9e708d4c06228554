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

  /** A list in blocks. */
  public static <T> Parts<List<T>> of(List<T> all) {
    List<List<T>> blocks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BLOCK) {
      blocks.add(all.subList(from, Math.min(from + BLOCK, all.size())));
    }
    List<T> some = new ArrayList<>();
    int step = step(all.size());
    for (int i = 0; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return new Here<>(blocks, some);
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
