package clientele.clv;

import clientele.model.Parts;
import clientele.model.PurchaseHistories;
import java.io.Serializable;
import java.util.List;

/**
 * Customers whom one model is fitted to.
 *
 * @param statistics all there are of them
 * @param histories the same, as a model knows them
 */
record Group(Parts<List<Statistic>> statistics, Parts<PurchaseHistories> histories) {
  static Group of(Parts<List<Statistic>> statistics) {
    return new Group(statistics, statistics.map(Statistic::purchases));
  }

  /** Who is wanted; the question may be asked on another machine. */
  interface Choice extends Serializable {
    boolean holds(Statistic customers);
  }

  /** Those of them who are wanted. */
  Group where(Choice choice) {
    return of(statistics.map(all -> all.stream().filter(choice::holds).toList()));
  }

  /** How many they are. */
  long customers() {
    return (long) histories.sums(1, part -> new double[] {part.customers()})[0];
  }
}
