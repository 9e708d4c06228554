package clientele.model;

/**
 * Sums over all customers, which tell the mean rate of purchases.
 *
 * @param customers their number
 * @param repeats purchases after the first
 * @param exposure the ages of all customers together
 */
record PurchaseTotals(double customers, double repeats, double exposure) {
  static PurchaseTotals of(Parts<PurchaseHistories> parts) {
    double[] sums =
        parts.sums(3, part -> new double[] {part.customers(), part.repeats(), part.exposure()});
    return new PurchaseTotals(sums[0], sums[1], sums[2]);
  }

  /** The same with all times multiplied. */
  PurchaseTotals scaled(double factor) {
    return new PurchaseTotals(customers, repeats, factor * exposure);
  }

  /** Purchases in a unit of time; 0 without any. */
  double rate() {
    return repeats == 0 ? 0 : repeats / exposure;
  }
}
