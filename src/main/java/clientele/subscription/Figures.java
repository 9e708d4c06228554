package clientele.subscription;

import java.util.EnumMap;
import java.util.Map;

/** The measures of one customer and month by one definition, in cents and customers. */
final class Figures {
  private final Map<Measure, Long> units = new EnumMap<>(Measure.class);

  /**
   * @param opening cents, and whether there was a customer: an opening may be 0 cents
   */
  Figures(long opening, long closing, boolean isThereAtStart, boolean isThereAtEnd) {
    add(Measure.OPENING_MRR, opening);
    add(Measure.CLOSING_MRR, closing);
    // Movements take off what they explain; the rest is due to rates.
    add(Measure.FX_MRR, closing - opening);
    add(Measure.OPENING_CUSTOMERS, isThereAtStart ? 1 : 0);
    add(Measure.CLOSING_CUSTOMERS, isThereAtEnd ? 1 : 0);
    add(Measure.LOST_CUSTOMERS, isThereAtStart && !isThereAtEnd ? 1 : 0);
  }

  private Figures(Figures other) {
    units.putAll(other.units);
  }

  long units(Measure measure) {
    return units.getOrDefault(measure, 0L);
  }

  void gained(boolean isFirst, long cents) {
    add(isFirst ? Measure.NEW_MRR : Measure.REACTIVATION_MRR, cents);
    add(isFirst ? Measure.NEW_CUSTOMERS : Measure.REACTIVATION_CUSTOMERS, 1);
    add(Measure.FX_MRR, -cents);
  }

  void churned(long cents) {
    add(Measure.CHURNED_MRR, cents);
    add(Measure.CHURNED_CUSTOMERS, 1);
    add(Measure.FX_MRR, cents);
  }

  /**
   * @param cents less than 0: a contraction
   */
  void changed(long cents) {
    add(cents > 0 ? Measure.EXPANSION_MRR : Measure.CONTRACTION_MRR, Math.abs(cents));
    add(Measure.FX_MRR, -cents);
  }

  /** The same, with a customer counted once however often he came or went. */
  Figures perCustomer() {
    Figures counted = new Figures(this);
    counted.units.replaceAll((measure, n) -> measure.isMoney() ? n : Math.min(1L, n));
    return counted;
  }

  private void add(Measure measure, long more) {
    units.merge(measure, more, Long::sum);
  }

  @Override
  public String toString() {
    return units.toString();
  }
}
