package clientele.model;

/**
 * The parameters of a purchase model in a unit of time of their own.
 *
 * @param shift ln of what the caller's times are multiplied with
 * @param customers how many it is of
 */
record UnitEstimate(Estimate estimate, double shift, double customers) {
  /** The logs of the parameters in another unit. */
  double[] logs(PurchaseFamily family, double otherShift) {
    return family.shifted(estimate.logs(), otherShift - shift);
  }
}
