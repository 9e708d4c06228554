package clientele.subscription;

import clientele.subscription.Rate.Formula;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/**
 * The figures of one month in one dialect, each with what leads to it from Clientele's own.
 *
 * <p>A sum differs by what the reasons add to it. A rate N'/D' differs from Clientele's own r by
 * the formula, q - r with q = N/D of the dialect's formula on Clientele's own figures; and by each
 * reason that adds n to N and d to D: (n - q d) / D'. Since all n add up to N' - N and all d to D'
 * - D, these add up to N'/D' - q, and nothing is left over. Rates have {@link #DIGITS} digits; what
 * rounding leaves is in the last share.
 *
 * @param own Clientele's own figures, in cents and customers
 * @param ownRates Clientele's own; without those that are null in its table
 * @param isMature whether the month is over: until then there are no rates
 * @param effects in the order of the steps
 */
record DialectMonth(
    Dialect dialect,
    Map<Measure, Long> own,
    Map<Rate, Double> ownRates,
    boolean isMature,
    SortedMap<Reason, Effect> effects) {
  /** Digits after the point of every figure. */
  static final int DIGITS = 12;

  /**
   * What a reason adds.
   *
   * @param units cents or customers by measure; without measures that it leaves alone
   * @param customers how many have another figure for it, by name of the measure or rate
   */
  record Effect(Map<Measure, Long> units, Map<String, Long> customers) {
    long on(Measure measure) {
      return units.getOrDefault(measure, 0L);
    }
  }

  /**
   * Part of a difference.
   *
   * @param customers null: the formula is another one, whoever the customers are
   */
  record Share(Reason reason, BigDecimal amount, Long customers) {}

  /**
   * One row of the table.
   *
   * @param figure null: nothing to divide by, or the month is not over
   * @param difference from Clientele's own; null: one of the two is null
   */
  record Figure(
      String measure, BigDecimal figure, BigDecimal difference, List<Share> explainedBy) {}

  /** All figures that the dialect knows. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      if (dialect.tells(measure)) {
        figures.add(figure(measure));
      }
    }
    Map<Rate, Formula> rates = dialect.rates();
    for (Rate rate : Rate.values()) {
      if (rates.containsKey(rate)) {
        figures.add(figure(rate, rates.get(rate)));
      }
    }
    return figures;
  }

  private Figure figure(Measure measure) {
    List<Share> shares = new ArrayList<>();
    effects.forEach(
        (reason, effect) ->
            shares.add(
                new Share(
                    reason,
                    scaled(measure.amount(effect.on(measure))),
                    effect.customers().get(measure.key()))));
    BigDecimal difference = scaled(measure.amount(theirs(measure) - own.get(measure)));
    return new Figure(
        measure.key(), scaled(measure.amount(theirs(measure))), difference, told(shares));
  }

  private Figure figure(Rate rate, Formula formula) {
    long whole = formula.whole(this::theirs);
    if (!isMature || whole == 0) {
      return new Figure(rate.key(), null, null, List.of());
    }
    BigDecimal figure = scaled((double) formula.part(this::theirs) / whole);
    long ownWhole = formula.whole(own::get);
    Double ownRate = ownRates.get(rate);
    if (ownRate == null || ownWhole == 0) {
      return new Figure(rate.key(), figure, null, List.of());
    }
    double byFormula = (double) formula.part(own::get) / ownWhole;
    List<Share> shares = new ArrayList<>();
    shares.add(new Share(Reason.FORMULA, scaled(byFormula - ownRate), null));
    effects.forEach(
        (reason, effect) -> {
          ToLongFunction<Measure> added = effect::on;
          double amount = (formula.part(added) - byFormula * formula.whole(added)) / whole;
          shares.add(new Share(reason, scaled(amount), effect.customers().get(rate.key())));
        });
    BigDecimal difference = figure.subtract(scaled(ownRate));
    return new Figure(rate.key(), figure, difference, told(withoutRemainder(shares, difference)));
  }

  private long theirs(Measure measure) {
    return own.get(measure)
        + effects.values().stream().mapToLong(effect -> effect.on(measure)).sum();
  }

  /** The last share that is not 0 takes what rounding has left; the formula, if all are 0. */
  private static List<Share> withoutRemainder(List<Share> shares, BigDecimal difference) {
    List<Share> exact = new ArrayList<>(shares);
    BigDecimal remainder = difference;
    int last = 0;
    for (int i = 0; i < shares.size(); i++) {
      remainder = remainder.subtract(shares.get(i).amount());
      last = shares.get(i).amount().signum() == 0 ? last : i;
    }
    Share share = shares.get(last);
    exact.set(last, new Share(share.reason(), share.amount().add(remainder), share.customers()));
    return exact;
  }

  private static List<Share> told(List<Share> shares) {
    return shares.stream().filter(share -> share.amount().signum() != 0).toList();
  }

  private static BigDecimal scaled(double figure) {
    return scaled(BigDecimal.valueOf(figure));
  }

  private static BigDecimal scaled(BigDecimal figure) {
    return figure.setScale(DIGITS, RoundingMode.HALF_UP);
  }
}
