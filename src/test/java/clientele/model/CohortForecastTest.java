package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.RetentionOutlook.Band;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CohortForecastTest {
  private static final int AHEAD = 12;

  /**
   * 100 cohorts, forecast after period 12 to period 24, against what they then did. The share of 95
   * % intervals that hold it has a standard error of two points, so 89 to 99 %.
   */
  @Test
  void intervalsHoldWhatHappens() {
    assertThat(coverage(new ShiftedBetaGeometric(0.9, 4), 3000, "sbg")).isBetween(0.89, 0.99);
    assertThat(coverage(new ShiftedBetaGeometric(0.9, 4), 400, "sbg")).isBetween(0.89, 0.99);
    assertThat(coverage(new BetaDiscreteWeibull(0.7, 3, 1.5), 3000, "bdw")).isBetween(0.89, 0.99);
  }

  /** Of the intervals at the 12th period ahead, where parameters matter most. */
  private static double coverage(RetentionModel truth, int size, String model) {
    Random random = new Random(2);
    int held = 0;
    int forecast = 0;
    for (int i = 0; i < 100; i++) {
      long[] life = Simulated.cohort(truth, size, 24, random);
      RetentionOutlook outlook = outlook(one(Survivors.of(Arrays.copyOf(life, 13))), model);
      if (!outlook.bands().isEmpty()) {
        Band band = outlook.bands().get(AHEAD - 1);
        double happened = life[24] / (double) size;
        held += band.low() <= happened && happened <= band.high() ? 1 : 0;
        forecast++;
      }
    }
    assertThat(forecast).isGreaterThan(80);
    return held / (double) forecast;
  }

  @Test
  void theNaiveForecastCarriesTheLastRateOn() {
    // 1000, 631, ... of Fader and Hardie: published mean error of years 8 to 12 is .0071.
    Survivors known = Survivors.of(1000, 631, 468, 382, 326, 289, 262, 241);
    double[] actual = {.223, .207, .194, .183, .173};
    double[] expected = new CarriedOn(1, 0).expected(known, 5);
    double error = 0;
    for (int k = 0; k < 5; k++) {
      error += Math.abs(.241 * expected[k] - actual[k]) / 5;
    }
    assertThat(error).isCloseTo(.0071, within(5e-5));
    assertThat(new CarriedOn(3, 0).expected(known, 1)[0])
        .isCloseTo((289.0 / 326 + 262.0 / 289 + 241.0 / 262) / 3, within(1e-12));
  }

  @Test
  void theModelWinsWhereItIsTrueAndTheRuleWhereItIsNot() {
    Random random = new Random(3);
    RetentionModel truth = new ShiftedBetaGeometric(0.9, 1.5);
    long[] mixed = Simulated.cohort(truth, 50_000, 18, random);
    assertThat(best(one(Survivors.of(mixed)))).isIn("sbg", "bdw");

    // Half go at once; from then on everybody stays with the same high chance.
    long[] broken = new long[19];
    broken[0] = 10_000;
    for (int t = 1; t < broken.length; t++) {
      broken[t] = Math.round(broken[t - 1] * (t == 1 ? 0.5 : t <= 6 ? 0.98 : 0.8));
    }
    assertThat(best(one(Survivors.of(broken)))).isEqualTo("naive");
  }

  /** Small cohorts share parameters, but each goes on from where it stands. */
  @Test
  void smallCohortsArePooledAndLargeOnesStandAlone() {
    Random random = new Random(4);
    RetentionModel truth = new ShiftedBetaGeometric(0.9, 2.5);
    List<Survivors> cohorts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      cohorts.add(Survivors.of(Simulated.cohort(truth, 300, 12 - i, random)));
    }
    cohorts.add(Survivors.of(Simulated.cohort(new ShiftedBetaGeometric(3, 3), 9000, 12, random)));

    List<List<RetentionOutlook>> outlooks = CohortForecast.of(cohorts, 0, AHEAD);

    assertThat(outlook(outlooks.get(0), "sbg").parameters())
        .isEqualTo(outlook(outlooks.get(11), "sbg").parameters());
    assertThat(outlook(outlooks.get(12), "sbg").parameters().get("alpha"))
        .isCloseTo(3, within(0.5));
    for (int i = 0; i < 12; i++) {
      Survivors cohort = cohorts.get(i);
      double there = cohort.at(cohort.last()) / 300.0;
      assertThat(outlook(outlooks.get(i), "sbg").bands().get(0).expected()).isLessThan(there);
    }
  }

  /** On a basis of inactivity nobody can leave at first: the clock starts after that. */
  @Test
  void theClockStartsWhenCustomersCanLeave() {
    Survivors known = Survivors.of(1000, 1000, 1000, 631, 468, 382, 326, 289, 262, 241);
    Survivors unborn = Survivors.of(1000);

    List<List<RetentionOutlook>> outlooks = CohortForecast.of(List.of(known, unborn), 2, AHEAD);

    RetentionOutlook late = outlook(outlooks.get(0), "sbg");
    assertThat(late.parameters().get("alpha")).isCloseTo(0.704, within(5e-4));
    RetentionOutlook early = outlook(outlooks.get(1), "sbg");
    assertThat(early.bands().get(1).expected()).isEqualTo(1);
    assertThat(early.bands().get(2).expected()).isCloseTo(1.182 / (0.704 + 1.182), within(1e-3));
    assertThat(outlook(outlooks.get(1), "naive").status()).isEqualTo("skipped: too few periods");
  }

  @Test
  void whereNobodyLeftTheRuleIsTheOnlyForecast() {
    List<RetentionOutlook> outlooks = one(Survivors.of(50, 50, 50, 50, 50, 50, 50));

    assertThat(best(outlooks)).isEqualTo("naive");
    assertThat(outlook(outlooks, "sbg").status()).isEqualTo("skipped: nobody has left yet");
    Band last = outlook(outlooks, "naive").bands().get(AHEAD - 1);
    assertThat(last.expected()).isEqualTo(1);
    assertThat(last.low()).isBetween(0.3, 0.99);
    assertThat(last.high()).isEqualTo(1);
  }

  @Test
  void whoeverIsGoneStaysGone() {
    List<RetentionOutlook> outlooks = one(Survivors.of(50, 20, 9, 3, 0, 0, 0, 0));

    assertThat(outlook(outlooks, "naive").bands()).hasSize(AHEAD).containsOnly(new Band(0, 0, 0));
  }

  @Test
  void youngCohortsSayThatNothingIsProven() {
    List<RetentionOutlook> outlooks = one(Survivors.of(1000, 700));

    RetentionOutlook naive = outlook(outlooks, "naive");
    assertThat(naive.bands().get(1).expected()).isCloseTo(0.343, within(1e-12));
    assertThat(naive.holdoutError()).isEmpty();
    assertThat(naive.status()).isEqualTo("not back-tested: too few periods");
    assertThat(outlooks).noneMatch(RetentionOutlook::isBest);
  }

  /** Whatever the counts are, what comes out is shares, in order. */
  @Test
  void everyNumberIsPossible() {
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      List<Survivors> cohorts = new ArrayList<>();
      for (int cohort = 0; cohort <= random.nextInt(4); cohort++) {
        cohorts.add(anything(random));
      }
      for (List<RetentionOutlook> outlooks : CohortForecast.of(cohorts, random.nextInt(4), AHEAD)) {
        outlooks.forEach(CohortForecastTest::assertPossible);
        assertThat(outlooks.stream().filter(RetentionOutlook::isBest).count())
            .isLessThanOrEqualTo(1);
      }
    }
  }

  private static Survivors anything(Random random) {
    long[] counts = new long[1 + random.nextInt(20)];
    counts[0] = 1 + (long) Math.pow(10, random.nextInt(8) * random.nextDouble());
    double stay = random.nextInt(5) / 4.0;
    for (int t = 1; t < counts.length; t++) {
      double share = random.nextBoolean() ? stay : random.nextDouble();
      counts[t] = Math.round(counts[t - 1] * share);
    }
    return Survivors.of(counts);
  }

  private static void assertPossible(RetentionOutlook outlook) {
    outlook.parameters().values().forEach(value -> assertThat(value).isFinite().isPositive());
    outlook.holdoutError().ifPresent(error -> assertThat(error).isBetween(0.0, 1.0));
    double before = 1;
    for (Band band : outlook.bands()) {
      assertThat(band.low()).isBetween(0.0, band.expected());
      assertThat(band.high()).isBetween(band.expected(), 1.0);
      assertThat(band.expected()).isLessThanOrEqualTo(before);
      before = band.expected();
    }
  }

  private static List<RetentionOutlook> one(Survivors cohort) {
    return CohortForecast.of(List.of(cohort), 0, AHEAD).get(0);
  }

  private static RetentionOutlook outlook(List<RetentionOutlook> outlooks, String model) {
    return outlooks.stream().filter(o -> o.model().equals(model)).findFirst().orElseThrow();
  }

  private static String best(List<RetentionOutlook> outlooks) {
    return outlooks.stream()
        .filter(RetentionOutlook::isBest)
        .map(RetentionOutlook::model)
        .findFirst()
        .orElse("none");
  }
}
