package clientele.model;

import clientele.model.RetentionOutlook.Band;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Forecasts for cohorts of one kind by models and by naive rules, compared on the last periods.
 *
 * <p>Cohorts share one fit, each forecast from where it stands itself, unless a cohort has enough
 * customers and periods for a fit of its own. All ways of forecasting are tried with the last
 * periods of each cohort held out: a third of what the oldest has, six at most.
 */
public final class CohortForecast {
  /** Names of the ways of forecasting. */
  public static final List<String> MODELS =
      List.of(CarriedOn.LABEL, RetentionFamily.SBG.label(), RetentionFamily.BDW.label());

  /** Customers and observed periods from which on a cohort is fitted alone. */
  private static final long OWN_FIT_CUSTOMERS = 2_000;

  private static final int OWN_FIT_PERIODS = 6;

  /** A back-test needs so many periods, so that three are left to fit. */
  private static final int BACK_TEST_PERIODS = 4;

  private static final int MOST_HELD_OUT = 6;

  /** Makes a way of forecasting from cohorts. */
  private interface Recipe extends Function<List<Survivors>, Projector> {}

  private record Candidate(Projector projector, OptionalDouble error) {
    double errorOrInfinite() {
      return error.orElse(Double.POSITIVE_INFINITY);
    }
  }

  private final List<Survivors> cohorts;
  private final int entry;
  private final int ahead;

  private CohortForecast(List<Survivors> cohorts, int entry, int ahead) {
    this.cohorts = cohorts;
    this.entry = entry;
    this.ahead = ahead;
  }

  /**
   * The outlooks of each cohort, in the order of the cohorts.
   *
   * @param cohorts of one or more customers each
   * @param entry the last period in which, by definition, nobody or next to nobody can leave; 0 if
   *     customers can leave from period 1 on
   * @param ahead periods to forecast
   */
  public static List<List<RetentionOutlook>> of(List<Survivors> cohorts, int entry, int ahead) {
    CohortForecast together = new CohortForecast(List.copyOf(cohorts), entry, ahead);
    List<Candidate> shared = together.candidates();
    List<List<RetentionOutlook>> outlooks = new ArrayList<>();
    for (Survivors cohort : cohorts) {
      boolean large = cohort.size() >= OWN_FIT_CUSTOMERS;
      boolean alone = large && cohort.last() - entry >= OWN_FIT_PERIODS && cohorts.size() > 1;
      List<Candidate> candidates =
          alone ? new CohortForecast(List.of(cohort), entry, ahead).candidates() : shared;
      outlooks.add(together.outlooks(candidates, cohort));
    }
    return outlooks;
  }

  /** In the order in which equal errors are decided: the simplest first. */
  private List<Candidate> candidates() {
    Candidate last = candidate(known -> new CarriedOn(1, entry));
    Candidate mean = candidate(known -> new CarriedOn(3, entry));
    return List.of(
        mean.errorOrInfinite() < last.errorOrInfinite() ? mean : last,
        candidate(known -> ModelProjector.of(RetentionFamily.SBG, known, entry, most())),
        candidate(known -> ModelProjector.of(RetentionFamily.BDW, known, entry, most())));
  }

  private int most() {
    return Math.max(ahead, MOST_HELD_OUT);
  }

  private Candidate candidate(Recipe recipe) {
    return new Candidate(recipe.apply(cohorts), holdoutError(recipe));
  }

  /** Mean over the held out periods of all cohorts, weighted by their sizes. */
  private OptionalDouble holdoutError(Recipe recipe) {
    int last = cohorts.stream().mapToInt(Survivors::last).max().orElse(0) - entry;
    if (last < BACK_TEST_PERIODS) {
      return OptionalDouble.empty();
    }
    int held = Math.min(MOST_HELD_OUT, last / 3);
    // Younger cohorts say nothing about leaving, or have nothing to be compared with.
    List<Survivors> compared =
        cohorts.stream().filter(cohort -> cohort.last() - held > entry).toList();
    Projector projector =
        recipe.apply(compared.stream().map(cohort -> cohort.upTo(cohort.last() - held)).toList());
    double sum = 0;
    double customers = 0;
    for (Survivors cohort : compared) {
      Survivors known = cohort.upTo(cohort.last() - held);
      customers += cohort.size();
      if (known.at(known.last()) == 0) {
        continue; // Nobody is there to leave: every forecast is right.
      }
      if (projector.status(known) != FitStatus.FITTED) {
        return OptionalDouble.empty();
      }
      double[] expected = projector.expected(known, held);
      for (int k = 1; k <= held; k++) {
        double there = known.at(known.last()) * expected[k - 1];
        sum += Math.abs(there - cohort.at(known.last() + k)) / held;
      }
    }
    return OptionalDouble.of(sum / customers);
  }

  private List<RetentionOutlook> outlooks(List<Candidate> candidates, Survivors cohort) {
    Optional<Candidate> best =
        candidates.stream()
            .filter(candidate -> candidate.error().isPresent())
            .filter(candidate -> candidate.projector().status(cohort) == FitStatus.FITTED)
            .min(Comparator.comparingDouble(Candidate::errorOrInfinite));
    return candidates.stream()
        .map(candidate -> outlook(candidate, cohort, best.filter(candidate::equals).isPresent()))
        .toList();
  }

  private RetentionOutlook outlook(Candidate candidate, Survivors cohort, boolean isBest) {
    Projector projector = candidate.projector();
    FitStatus status = projector.status(cohort);
    if (status != FitStatus.FITTED) {
      return RetentionOutlook.none(projector.label(), status.text());
    }
    return new RetentionOutlook(
        projector.label(),
        projector.parameters(),
        candidate.error(),
        isBest,
        candidate.error().isPresent() ? status.text() : "not back-tested: too few periods",
        bands(projector, cohort));
  }

  private List<Band> bands(Projector projector, Survivors cohort) {
    long there = cohort.at(cohort.last());
    double[] expected = projector.expected(cohort, ahead);
    List<double[]> plausible = projector.plausible(cohort, ahead);
    List<Band> bands = new ArrayList<>();
    for (int k = 0; k < ahead; k++) {
      double[] counts = new double[Chance.DRAWS];
      for (int draw = 0; draw < counts.length; draw++) {
        counts[draw] = Chance.binomial(draw, there, plausible.get(draw)[k]);
      }
      Arrays.sort(counts);
      double mean = there * expected[k];
      // Where single customers decide, both ends may be the same count beside the mean.
      double low = Math.min(mean, Chance.low(counts));
      double high = Math.max(mean, Chance.high(counts));
      double size = cohort.size();
      bands.add(new Band(mean / size, low / size, high / size));
    }
    return bands;
  }
}
