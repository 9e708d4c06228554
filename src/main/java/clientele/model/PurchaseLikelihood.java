package clientele.model;

import clientele.model.numeric.CompensatedSum;
import clientele.model.numeric.Objective;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The log likelihood of a purchase model, by the logs of its parameters: the sum over customers.
 *
 * <p>Blocks of histories are summed side by side. Where they begin depends on the data alone, and
 * the sums are compensated: the value is the same for any number of threads.
 */
record PurchaseLikelihood(PurchaseFamily family, PurchaseHistories histories) implements Objective {
  private static final int BLOCK = 8192;

  @Override
  public double value(double[] logs) {
    return sums(logs)[0];
  }

  @Override
  public double[] gradient(double[] logs) {
    double[] sums = sums(logs);
    return Arrays.copyOfRange(sums, 1, sums.length);
  }

  /** The value and after it the gradient. */
  private double[] sums(double[] logs) {
    int blocks = (histories.size() + BLOCK - 1) / BLOCK;
    double[][] parts =
        IntStream.range(0, blocks)
            .parallel()
            .mapToObj(block -> sums(logs, block * BLOCK))
            .toArray(double[][]::new);
    CompensatedSum[] sums = zeros(logs.length + 1);
    for (double[] part : parts) {
      add(sums, part, 1);
    }
    return values(sums);
  }

  private double[] sums(double[] logs, int from) {
    PurchaseFamily.Terms terms = family.terms(logs);
    CompensatedSum[] sums = zeros(logs.length + 1);
    double[] term = new double[logs.length + 1];
    double[] gradient = new double[logs.length];
    for (int i = from; i < Math.min(from + BLOCK, histories.size()); i++) {
      term[0] = terms.of(histories.frequency(i), histories.recency(i), histories.age(i), gradient);
      System.arraycopy(gradient, 0, term, 1, gradient.length);
      add(sums, term, histories.customers(i));
    }
    return values(sums);
  }

  private static CompensatedSum[] zeros(int count) {
    return Stream.generate(CompensatedSum::new).limit(count).toArray(CompensatedSum[]::new);
  }

  private static void add(CompensatedSum[] sums, double[] terms, double times) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(times * terms[i]);
    }
  }

  private static double[] values(CompensatedSum[] sums) {
    return Arrays.stream(sums).mapToDouble(CompensatedSum::value).toArray();
  }
}
