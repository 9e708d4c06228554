package clientele.clv;

import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.clv.ModelFits.Fitted;
import clientele.model.CovariateFamily;
import clientele.model.CovariateFit;
import clientele.model.FitStatus;
import clientele.model.Here;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The model in use with what is known of customers besides, such as region=North, and whether
 * customers are better valued by it: if it is likelier than by chance, and foretells held out days
 * better than the model without.
 *
 * @param fit of the customers of whom every attribute is told
 * @param customers how many these are
 * @param values that are told apart
 * @param trial on held out days, if it is likelier than by chance
 */
record Covariates(CovariateFit fit, long customers, KnownValues values, Trial trial) {
  /** A gain of the likelihood that comes by chance once in a hundred times is enough to be used. */
  private static final double MOST_CHANCE = 0.01;

  /** Whether customers are valued by the model, and why. */
  enum Choice {
    BETTER(true, "covariates by likelihood ratio and held out days"),
    LIKELIER(true, "covariates by likelihood ratio, without held out days"),
    BY_CHANCE(false, "covariates refused by likelihood ratio"),
    NO_BETTER(false, "covariates refused by held out days");

    private final boolean isUsed;
    private final String text;

    Choice(boolean isUsed, String text) {
      this.isUsed = isUsed;
      this.text = text;
    }

    boolean isUsed() {
      return isUsed;
    }

    /** As in tables, after how the model was fitted. */
    String text() {
      return text;
    }
  }

  /**
   * How customers of whom every attribute is told were foretold from one origin or more.
   *
   * @param origins how many
   * @param customers mean number of them
   * @param score mean by customer and origin of ln P(what came); NaN: there was no model then
   * @param pooledScore the same by the model without covariates
   */
  record Trial(int origins, double customers, double score, double pooledScore) {
    static final Trial NONE = new Trial(0, 0, 0, 0);

    private static Trial mean(List<Trial> each) {
      return new Trial(
          each.size(),
          each.stream().mapToDouble(Trial::customers).average().orElse(0),
          each.stream().mapToDouble(Trial::score).average().orElse(0),
          each.stream().mapToDouble(Trial::pooledScore).average().orElse(0));
    }

    /** By name; empty without origins. */
    Map<String, Double> measures() {
      Map<String, Double> measures = new LinkedHashMap<>();
      if (origins > 0) {
        measures.put(Holdouts.ORIGINS, (double) origins);
        measures.put("customers", customers);
        measures.put("pooled_" + Holdout.LOG_SCORE, pooledScore);
      }
      if (origins > 0 && !Double.isNaN(score)) {
        measures.put(Holdout.LOG_SCORE, score);
      }
      return measures;
    }
  }

  /**
   * The family of a model fitted anew with what is known of customers.
   *
   * @param plain the model of all of them alike
   * @param heldOutDays how many days after each origin are to be foretold
   * @return empty if nothing is known, or not enough
   */
  static Optional<Covariates> of(Fitted plain, Statistics statistics, int heldOutDays) {
    KnownValues values = KnownValues.of(statistics.whole().statistics());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Group told = statistics.whole().where(values::tell);
    // The likelihoods that are compared have to be of the same customers.
    PurchaseFit pooled =
        told.customers() == statistics.whole().customers()
            ? plain.fit()
            : PurchaseFit.of(plain.fit().family(), told.histories());
    CovariateFamily family = new CovariateFamily(plain.fit().family(), values.dummies());
    Clock clock = told.clock();
    return CovariateFit.of(family, told.statistics().map(all -> values.cells(all, clock)), pooled)
        .map(
            fit -> {
              boolean isLikelier = isSound(fit) && fit.pValue() < MOST_CHANCE;
              Trial trial =
                  isLikelier
                      ? trial(family, values, plain.holdouts(), statistics.early(), heldOutDays)
                      : Trial.NONE;
              return new Covariates(fit, told.customers(), values, trial);
            });
  }

  private static boolean isSound(CovariateFit fit) {
    return fit.status() != FitStatus.NOT_CONVERGED;
  }

  /** Empty if there is no model. */
  Optional<Choice> choice() {
    if (!isSound(fit)) {
      return Optional.empty();
    }
    if (!(fit.pValue() < MOST_CHANCE)) {
      return Optional.of(Choice.BY_CHANCE);
    }
    Choice tried = trial.score() > trial.pooledScore() ? Choice.BETTER : Choice.NO_BETTER;
    return Optional.of(trial.origins() == 0 ? Choice.LIKELIER : tried);
  }

  private static Trial trial(
      CovariateFamily family, KnownValues values, Holdouts pooled, List<Early> early, int days) {
    return Trial.mean(
        IntStream.range(0, pooled.all().size())
            .parallel()
            .mapToObj(
                origin -> {
                  Early told = early.get(origin).where(values::tell);
                  return trial(family, values, pooled.all().get(origin).fit(), told, days);
                })
            .flatMap(Optional::stream)
            .toList());
  }

  /** From one origin; none if there the model without covariates could not be fitted. */
  private static Optional<Trial> trial(
      CovariateFamily family, KnownValues values, PurchaseFit pooled, Early told, int days) {
    List<Statistic> all = told.customers();
    if (all.stream().noneMatch(one -> one.frequency() > 0)) {
      return Optional.empty();
    }
    Clock clock = told.clock();
    return CovariateFit.of(family, Here.of(all).map(some -> values.cells(some, clock)), pooled)
        .map(
            fit -> {
              double horizon = clock.ahead(days) / DAYS_PER_UNIT;
              Map<List<String>, PurchaseModel> models = new HashMap<>();
              double customers = 0;
              double score = isSound(fit) ? 0 : Double.NaN;
              double pooledScore = 0;
              for (Statistic one : all) {
                PurchaseModel own =
                    models.computeIfAbsent(values.cell(one), cell -> model(fit, cell));
                PurchaseHistory history = one.history(clock);
                customers += one.customers();
                score += Holdout.score(one, own.outlook(history), horizon);
                pooledScore += Holdout.score(one, pooled.model().outlook(history), horizon);
              }
              return new Trial(1, customers, score / customers, pooledScore / customers);
            });
  }

  private static PurchaseModel model(CovariateFit fit, List<String> cell) {
    return PurchaseFamily.model(
        fit.family().family().label(), CovariateFamily.parameters(fit.parameters(), cell));
  }
}
