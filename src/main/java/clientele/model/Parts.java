package clientele.model;

import java.io.Serializable;

/**
 * Data in parts, which may lie in many places: all that a fit takes of them are sums, and a few
 * examples.
 *
 * @param <H> what is in a part, such as {@link PurchaseHistories}
 */
public interface Parts<H> {
  /**
   * Numbers added up over all parts. How the data are parted changes no more than their rounding:
   * the sums are compensated.
   *
   * @param count of the numbers that each part gives
   */
  double[] sums(int count, Summand<H> summand);

  /** A small share of the data, the same however they are parted. */
  H some();

  /** Each part made into something else, once. */
  <G> Parts<G> map(Turn<H, G> turn);

  /** What a part gives to {@link #sums}; a part may be on another machine. */
  interface Summand<H> extends Serializable {
    double[] of(H part);
  }

  /** What a part is made into by {@link #map}. */
  interface Turn<H, G> extends Serializable {
    G of(H part);
  }
}
