package clientele.model;

import java.util.Arrays;

/**
 * The payments of one subscription that are still to come: at each due date it ends for good, or
 * goes on to the next.
 */
public final class FutureRenewals {
  private final double[] expected;
  private final double[] chances;
  private final double[] payments;

  /**
   * By number of payments, from 1.
   *
   * @param expected chance of as many or more by the fitted model
   * @param chances the same by all models that could be the true one
   * @param payments what each is worth today
   */
  FutureRenewals(double[] expected, double[] chances, double[] payments) {
    this.expected = expected.clone();
    this.chances = chances.clone();
    this.payments = payments.clone();
  }

  /** Depends on what is to come and on nothing else. */
  int seed() {
    return 31 * Arrays.hashCode(chances) + Arrays.hashCode(payments);
  }

  /** What they are expected to bring, by the fitted model. */
  public double value() {
    double value = 0;
    for (int i = 0; i < payments.length; i++) {
      value += expected[i] * payments[i];
    }
    return value;
  }

  /** Chance that they bring nothing. */
  double nothing() {
    int first = 0;
    while (first < payments.length && payments[first] == 0) {
      first++;
    }
    return first == payments.length ? 1 : 1 - chances[first];
  }

  /**
   * What they bring in one of many draws.
   *
   * @param uniform a number between 0 and 1 that decides on how many there are
   */
  double drawn(double uniform) {
    double value = 0;
    for (int i = 0; i < payments.length && chances[i] > uniform; i++) {
      value += payments[i];
    }
    return value;
  }
}
