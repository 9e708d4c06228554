package clientele.settings;

import clientele.model.Opportunities;
import clientele.model.Pace;
import clientele.model.PurchaseFamily;
import clientele.model.Season;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What customers will be worth.
 *
 * @param model how customers buy again; empty: the best of the candidates
 * @param opportunity the period whose orders count as one purchase; empty: the day
 * @param compare models that are fitted beside it
 * @param holdoutDays days before the business date that models have to foretell
 * @param horizonDays days after the business date whose margin makes up the value
 * @param annualDiscountRate interest of a year, 0 to 1: money a year away is worth 1 / (1 + it)
 * @param covariates attributes of customers that models may take into account
 * @param seasonality whether models may follow the season
 */
public record ClvSettings(
    Optional<PurchaseFamily> model,
    Optional<Opportunities> opportunity,
    List<PurchaseFamily> compare,
    int holdoutDays,
    int horizonDays,
    double annualDiscountRate,
    List<Dimension> covariates,
    Seasonality seasonality) {
  /** The families there are to choose from. */
  static final List<PurchaseFamily> FAMILIES =
      List.of(
          PurchaseFamily.MBG_NBD,
          PurchaseFamily.PARETO_NBD,
          PurchaseFamily.BG_NBD,
          PurchaseFamily.BG_BB);

  /** Whether purchases are put on the clock of the season. */
  public enum Seasonality {
    /** Where the data tell one. */
    AUTO,
    /** On the calendar, whatever the data tell. */
    OFF
  }

  public ClvSettings {
    compare = List.copyOf(compare);
    covariates = List.copyOf(covariates);
  }

  /** By days, without covariates, with a season where the data tell one. */
  public ClvSettings(
      Optional<PurchaseFamily> model,
      List<PurchaseFamily> compare,
      int holdoutDays,
      int horizonDays,
      double annualDiscountRate) {
    this(
        model,
        Optional.empty(),
        compare,
        holdoutDays,
        horizonDays,
        annualDiscountRate,
        List.of(),
        Seasonality.AUTO);
  }

  /**
   * The clock of purchases.
   *
   * @param season where there are no opportunities
   */
  public Pace pace(Season season) {
    return opportunity.<Pace>map(period -> period).orElse(season);
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
