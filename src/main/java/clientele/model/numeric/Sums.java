package clientele.model.numeric;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Stream;

/** Several sums that grow together, each a {@link CompensatedSum}. */
public final class Sums implements Serializable {
  private static final long serialVersionUID = 1;

  private final CompensatedSum[] sums;

  public Sums(int count) {
    sums = Stream.generate(CompensatedSum::new).limit(count).toArray(CompensatedSum[]::new);
  }

  /** Adds one term to each; gives itself back. */
  public Sums add(double[] terms) {
    return add(terms, 1);
  }

  /** Adds one term to each, so many times; gives itself back. */
  public Sums add(double[] terms, double times) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(times * terms[i]);
    }
    return this;
  }

  /** Adds a term to one of them. */
  public void add(int which, double term) {
    sums[which].add(term);
  }

  /** Adds other sums with what was rounded off them; gives itself back. */
  public Sums add(Sums others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(others.sums[i]);
    }
    return this;
  }

  /** The sums so far. */
  public double[] values() {
    return Arrays.stream(sums).mapToDouble(CompensatedSum::value).toArray();
  }
}
