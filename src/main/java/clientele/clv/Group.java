package clientele.clv;

import clientele.model.Parts;
import clientele.model.PurchaseHistories;
import java.io.Serializable;
import java.util.List;

/**
 * Customers whom one model is fitted to.
 *
 * @param clock by which they buy
 * @param statistics all there are of them
 * @param histories the same, as a model knows them
 */
record Group(Clock clock, Parts<List<Statistic>> statistics, Parts<PurchaseHistories> histories) {
  static Group of(Parts<List<Statistic>> statistics, Clock clock) {
    return new Group(clock, statistics, statistics.map(all -> Statistic.purchases(all, clock)));
  }

  /** Who is wanted; the question may be asked on another machine. */
  interface Choice extends Serializable {
    boolean holds(Statistic customers);
  }

  /** Those of them who are wanted. */
  Group where(Choice choice) {
    return of(statistics.map(all -> all.stream().filter(choice::holds).toList()), clock);
  }

  /** How many they are. */
  long customers() {
    return (long) histories.sums(1, part -> new double[] {part.customers()})[0];
  }
}
