package clientele.model;

import clientele.model.numeric.Objective;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A log likelihood by the logs of parameters: the sum of those of all customers, who come in {@link
 * Parts}. Not safe for threads: it remembers the last point, because whoever wants the value there
 * wants the gradient next.
 */
final class Likelihood<H> implements Objective {
  private final Parts<H> parts;
  private final Terms<H> terms;
  private double[] last = new double[0];
  private double[] ofLast = new double[0];

  Likelihood(Parts<H> parts, Terms<H> terms) {
    this.parts = parts;
    this.terms = terms;
  }

  /** The log likelihood of a part, and after it the gradient. */
  interface Terms<H> extends Serializable {
    double[] of(H part, double[] logs);
  }

  @Override
  public double value(double[] logs) {
    return sums(logs)[0];
  }

  @Override
  public double[] gradient(double[] logs) {
    return Arrays.copyOfRange(sums(logs), 1, logs.length + 1);
  }

  private double[] sums(double[] logs) {
    if (!Arrays.equals(logs, last)) {
      ofLast = sums(new double[][] {logs});
      last = logs.clone();
    }
    return ofLast;
  }

  @Override
  public double[][] gradients(double[][] points) {
    double[] all = sums(points);
    int length = all.length / points.length;
    double[][] gradients = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      gradients[i] = Arrays.copyOfRange(all, i * length + 1, (i + 1) * length);
    }
    return gradients;
  }

  /** Of all points in one pass over the parts. */
  private double[] sums(double[][] points) {
    Terms<H> ofPart = terms; // a part may be on another machine: it takes what it needs with it
    return parts.sums(
        points.length * (points[0].length + 1),
        part ->
            Arrays.stream(points)
                .flatMapToDouble(logs -> Arrays.stream(ofPart.of(part, logs)))
                .toArray());
  }
}
