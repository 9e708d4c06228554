package clientele.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The naive forecast: the cohort's own retention rate of late, carried on.
 *
 * @param periods rates of as many last periods are averaged
 * @param entry customers could first leave in the period after it
 */
record CarriedOn(int periods, int entry) implements Projector {
  static final String LABEL = "naive";

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("periods", (double) periods);
  }

  @Override
  public FitStatus status(Survivors cohort) {
    return ages(cohort).length == 0 ? FitStatus.TOO_FEW_PERIODS : FitStatus.FITTED;
  }

  @Override
  public double[] expected(Survivors cohort, int ahead) {
    double rate =
        Arrays.stream(ages(cohort))
            .mapToDouble(age -> cohort.at(age) / (double) cohort.at(age - 1))
            .average()
            .orElseThrow();
    return carried(rate, ahead);
  }

  @Override
  public List<double[]> plausible(Survivors cohort, int ahead) {
    int[] ages = ages(cohort);
    List<double[]> plausible = new ArrayList<>();
    for (int draw = 0; draw < Chance.DRAWS; draw++) {
      double[] normal = Chance.normal(draw);
      double sum = 0;
      for (int i = 0; i < ages.length; i++) {
        long atRisk = cohort.at(ages[i] - 1);
        sum += Chance.share(cohort.at(ages[i]), atRisk, normal[2 * i], normal[2 * i + 1]);
      }
      plausible.add(carried(sum / ages.length, ahead));
    }
    return plausible;
  }

  /** The last periods in which somebody could leave, latest first. */
  private int[] ages(Survivors cohort) {
    return IntStream.iterate(cohort.last(), age -> age > entry, age -> age - 1)
        .filter(age -> cohort.at(age - 1) > 0)
        .limit(periods)
        .toArray();
  }

  private static double[] carried(double rate, int ahead) {
    return IntStream.rangeClosed(1, ahead).mapToDouble(k -> Math.pow(rate, k)).toArray();
  }
}
