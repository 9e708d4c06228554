package clientele.settings;

import clientele.model.PurchaseFamily;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What customers will be worth.
 *
 * @param model how customers buy again; empty: the best of the candidates
 * @param compare models that are fitted beside it
 * @param holdoutDays days before the business date that models have to foretell
 * @param horizonDays days after the business date whose margin makes up the value
 * @param annualDiscountRate what a year of waiting takes off money, 0 to 1
 * @param covariates attributes of customers that models may take into account
 */
public record ClvSettings(
    Optional<PurchaseFamily> model,
    List<PurchaseFamily> compare,
    int holdoutDays,
    int horizonDays,
    double annualDiscountRate,
    List<Dimension> covariates) {
  /** The families there are to choose from. */
  static final List<PurchaseFamily> FAMILIES =
      List.of(PurchaseFamily.MBG_NBD, PurchaseFamily.PARETO_NBD, PurchaseFamily.BG_NBD);

  public ClvSettings {
    compare = List.copyOf(compare);
    covariates = List.copyOf(covariates);
  }

  /** Without covariates. */
  public ClvSettings(
      Optional<PurchaseFamily> model,
      List<PurchaseFamily> compare,
      int holdoutDays,
      int horizonDays,
      double annualDiscountRate) {
    this(model, compare, holdoutDays, horizonDays, annualDiscountRate, List.of());
  }

  /** All families to fit, each once. */
  public List<PurchaseFamily> families() {
    return Stream.concat(model.stream(), compare.stream()).distinct().toList();
  }

  /**
   * The families of which one is used: the one that was named, or else those that know that who
   * bought once may have gone.
   */
  public List<PurchaseFamily> candidates() {
    return model
        .map(List::of)
        .orElseGet(
            () -> compare.stream().filter(family -> family != PurchaseFamily.BG_NBD).toList());
  }
}
