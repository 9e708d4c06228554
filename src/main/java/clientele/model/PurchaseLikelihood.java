package clientele.model;

import clientele.model.numeric.Sums;

/** The log likelihood of a purchase model, by the logs of its parameters. */
final class PurchaseLikelihood {
  private PurchaseLikelihood() {}

  /**
   * Of customers.
   *
   * @param scale what their times are multiplied with
   */
  static Likelihood<PurchaseHistories> of(
      PurchaseFamily family, Parts<PurchaseHistories> customers, double scale) {
    return new Likelihood<>(customers, (part, logs) -> sums(family, part, scale, logs));
  }

  /** The log likelihood, and after it the gradient. */
  static double[] sums(
      PurchaseFamily family, PurchaseHistories histories, double scale, double[] logs) {
    PurchaseFamily.Terms terms = family.terms(logs);
    Sums sums = new Sums(logs.length + 1);
    double[] term = new double[logs.length + 1];
    double[] gradient = new double[logs.length];
    for (int i = 0; i < histories.size(); i++) {
      term[0] =
          terms.of(
              histories.frequency(i),
              scale * histories.recency(i),
              scale * histories.age(i),
              gradient);
      System.arraycopy(gradient, 0, term, 1, gradient.length);
      sums.add(term, histories.customers(i));
    }
    return sums.values();
  }
}
