package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import clientele.model.numeric.CompensatedSum;
import clientele.model.numeric.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fits against published ones, and what a fit must be whatever the data. */
class PurchaseFitTest {
  /** P. S. Fader, B. G. S. Hardie, K. L. Lee, 2005, table 2, and its log likelihood. */
  @Test
  void bgNbdOfCdnow() {
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.BG_NBD, PurchaseLog.cdnowSample().inWeeks(PurchaseLog.CDNOW_END));

    assertFit(fit, new double[] {0.243, 4.414, 0.793, 2.426}, 0.0005, -9582.43);
    assertErrors(fit, 0.0126, 0.3782, 0.1857, 0.7054);
    assertThat(fit.steps()).hasSize(1);
  }

  /** The parameters are those of the R package BTYDplus. */
  @Test
  void mbgNbdOfCdnow() {
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.MBG_NBD, PurchaseLog.cdnowSample().inWeeks(PurchaseLog.CDNOW_END));

    assertFit(fit, new double[] {0.525, 6.183, 0.891, 1.614}, 0.0005, -9582.14);
    assertErrors(fit, 0.0833, 0.6956, 0.1548, 0.5375);
  }

  @Test
  void bgNbdOfAllOfCdnow() {
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.BG_NBD, PurchaseLog.cdnowMaster().inWeeks(PurchaseLog.CDNOW_END));

    assertFit(fit, new double[] {0.2516, 4.789, 0.7234, 2.1611}, 0.0005, -95368.44);
  }

  /** The vignette of BTYDplus 1.2.0, with more digits from a fit of the same file. */
  @Test
  void modelsOfTheGroceryLog() {
    PurchaseHistories grocery = PurchaseLog.grocery().inWeeks(PurchaseLog.GROCERY_END);

    assertFit(
        PurchaseFit.of(PurchaseFamily.BG_NBD, grocery),
        new double[] {0.3486, 2.5817, 0.5038, 3.6444},
        0.0001,
        -15836.566);
    assertFit(
        PurchaseFit.of(PurchaseFamily.MBG_NBD, grocery),
        new double[] {1.2569, 6.0391, 0.3683, 0.7158},
        0.0001,
        -15781.939);
    assertFit(
        PurchaseFit.of(PurchaseFamily.NBD, grocery),
        new double[] {0.4203, 5.2451},
        0.0001,
        -16376.864);
  }

  private static void assertFit(
      PurchaseFit fit, double[] parameters, double half, double logLikelihood) {
    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    double[] found =
        fit.model().parameters().values().stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(found).containsExactly(parameters, within(half));
    assertThat(fit.logLikelihood()).isCloseTo(logLikelihood, within(0.005));
    assertThat(fit.gradientNorm().orElseThrow()).isLessThan(1e-3);
  }

  private static void assertErrors(PurchaseFit fit, double... errors) {
    int i = 0;
    for (double error : fit.standardErrors().values()) {
      assertThat(error).isCloseTo(errors[i++], Percentage.withPercentage(1));
    }
    assertThat(i).isEqualTo(errors.length);
  }

  @Test
  void daysAndWeeksExpectTheSame() {
    PurchaseLog log = PurchaseLog.cdnowSample();
    PurchaseFit days =
        PurchaseFit.of(
            PurchaseFamily.MBG_NBD, PurchaseHistories.of(log.each(PurchaseLog.CDNOW_END, 1)));
    PurchaseFit weeks = PurchaseFit.of(PurchaseFamily.MBG_NBD, log.inWeeks(PurchaseLog.CDNOW_END));

    PurchaseOutlook inDays = days.model().outlook(new PurchaseHistory(2, 213, 272));
    PurchaseOutlook inWeeks = weeks.model().outlook(new PurchaseHistory(2, 213 / 7.0, 272 / 7.0));
    Percentage close = Percentage.withPercentage(1e-4);
    assertThat(inDays.alive()).isCloseTo(inWeeks.alive(), close);
    assertThat(inDays.expectedOrders(365)).isCloseTo(inWeeks.expectedOrders(365 / 7.0), close);
    assertThat(days.standardErrors().get("alpha"))
        .isCloseTo(7 * weeks.standardErrors().get("alpha"), close);
  }

  @Test
  void neitherTheOrderOfCustomersNorCompressionChangesTheLikelihood() {
    PurchaseHistories histories = world(new BgNbd(0.3, 5, 0.8, 2.5), 1).customers(20_000, 40);
    // Whole days, so that customers share histories.
    List<PurchaseHistory> raw = new ArrayList<>();
    for (int i = 0; i < histories.size(); i++) {
      PurchaseHistory exact = histories.history(i);
      double recency = Math.ceil(exact.recency());
      raw.add(
          new PurchaseHistory(
              exact.frequency(), recency, Math.max(recency, Math.ceil(exact.age()))));
    }
    double[] logs = {-1.2, 1.6, -0.2, 0.9};
    double compressed = likelihood(raw).value(logs);

    Collections.shuffle(raw, new Random(2));
    double shuffled = likelihood(raw).value(logs);
    CompensatedSum one = new CompensatedSum();
    for (PurchaseHistory history : raw) {
      one.add(
          PurchaseFamily.BG_NBD
              .terms(logs)
              .of(history.frequency(), history.recency(), history.age(), new double[4]));
    }

    assertThat(PurchaseHistories.of(raw).size()).isLessThan(raw.size() / 4);
    assertThat(shuffled).isEqualTo(compressed);
    assertThat(compressed).isCloseTo(one.value(), within(1e-9));
  }

  private static Objective likelihood(List<PurchaseHistory> histories) {
    return PurchaseLikelihood.of(PurchaseFamily.BG_NBD, PurchaseHistories.of(histories).parts(), 1);
  }

  @Test
  void theGradientIsThatOfTheLikelihood() {
    Random random = new Random(3);
    for (PurchaseFamily family : PurchaseFamily.values()) {
      if (family.names().size() > 4 || !family.hasUnit()) {
        continue;
      }
      for (int i = 0; i < 300; i++) {
        long x = i % 3 == 0 ? 0 : random.nextInt(i % 4 == 0 ? 1000 : 40);
        double age = 50 * random.nextDouble();
        double recency = x == 0 ? 0 : i % 5 == 0 ? age : age * random.nextDouble();
        double[] logs = new double[family.names().size()];
        Arrays.setAll(logs, k -> 1.5 * random.nextGaussian());
        double[] gradient = new double[logs.length];
        family.terms(logs).of(x, recency, age, gradient);
        for (int k = 0; k < logs.length; k++) {
          double slope =
              (term(family, logs, k, 1e-5, x, recency, age)
                      - term(family, logs, k, -1e-5, x, recency, age))
                  / 2e-5;
          assertThat(gradient[k])
              .as("%s %s by %s: x %s, t %s, T %s", family, logs, k, x, recency, age)
              .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope) + x)));
        }
      }
    }
  }

  private static double term(
      PurchaseFamily family, double[] logs, int k, double by, long x, double recency, double age) {
    double[] moved = logs.clone();
    moved[k] += by;
    return family.terms(moved).of(x, recency, age, new double[logs.length]);
  }

  @Test
  void frequenciesReachedByStepsAndInOneLeapAreTheSame() {
    for (PurchaseFamily family : List.of(PurchaseFamily.BG_NBD, PurchaseFamily.MBG_NBD)) {
      double[] logs = {-0.5, 1.5, -0.3, 0.7};
      double[] stepped = new double[4];
      double[] leapt = new double[4];
      PurchaseFamily.Terms terms = family.terms(logs);
      terms.of(150, 30, 40, stepped);
      double byStep = terms.of(300, 30, 40, stepped);

      assertThat(family.terms(logs).of(300, 30, 40, leapt)).isCloseTo(byStep, within(1e-10));
      assertThat(leapt).containsExactly(stepped, within(1e-10));
    }
  }

  /** Wald's statistic is chi-square with 4 degrees of freedom: mean 4, 18.47 once in a thousand. */
  @Test
  void parametersOfExactHistoriesAreRecovered() {
    double[] walds =
        IntStream.range(0, 12)
            .mapToDouble(
                seed ->
                    seed % 2 == 0
                        ? wald(PurchaseFamily.BG_NBD, new BgNbd(0.4, 5, 0.8, 2.5), seed, 10_000)
                        : wald(PurchaseFamily.MBG_NBD, new MbgNbd(0.6, 6, 0.9, 1.6), seed, 10_000))
            .toArray();

    assertThat(Arrays.stream(walds).max().orElseThrow()).isLessThanOrEqualTo(18.47);
    // The standard error of the mean of 12 is 0.8.
    assertThat(Arrays.stream(walds).average().orElseThrow()).isBetween(2.0, 6.5);
  }

  private static double wald(PurchaseFamily family, PurchaseModel truth, long seed, int size) {
    PurchaseFit fit = PurchaseFit.of(family, world(truth, seed).customers(size, 60));
    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    return wald(fit, truth);
  }

  /** How far the parameters are from the true ones, in their own covariance. */
  static double wald(PurchaseFit fit, PurchaseModel truth) {
    double[][] covariance = fit.covariance().orElseThrow();
    double[] off =
        fit.family().names().stream()
            .mapToDouble(
                name -> Math.log(fit.model().parameters().get(name) / truth.parameters().get(name)))
            .toArray();
    // off' covariance⁻¹ off by elimination, without pivots: the matrix is positive definite.
    double wald = 0;
    for (int i = 0; i < off.length; i++) {
      wald += off[i] * off[i] / covariance[i][i];
      for (int j = i + 1; j < off.length; j++) {
        double share = covariance[j][i] / covariance[i][i];
        off[j] -= share * off[i];
        for (int k = 0; k < off.length; k++) {
          covariance[j][k] -= share * covariance[i][k];
        }
      }
    }
    return wald;
  }

  private static SimulatedPurchases world(PurchaseModel truth, long seed) {
    return new SimulatedPurchases(truth, seed);
  }

  @Test
  void withoutRepeatsTheMeanIsNothing() {
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.MBG_NBD,
            PurchaseHistories.of(
                List.of(new PurchaseHistory(0, 0, 30), new PurchaseHistory(0, 0, 0))));

    assertThat(fit.status()).isEqualTo(FitStatus.NO_REPEATS);
    assertThat(fit.model()).isEqualTo(new ConstantRate(0));
    assertThat(fit.model().expectedOrders(52)).isZero();
    assertThat(
            fit.model().outlook(PurchaseHistory.NEW).discountedOrders(Double.POSITIVE_INFINITY, 0))
        .isZero();
    assertThat(fit.steps()).hasSize(1);
  }

  /** One part, 8 or 200, in any order: the same log likelihood to twelve digits. */
  @ParameterizedTest
  @EnumSource(
      value = PurchaseFamily.class,
      names = {"BG_NBD", "MBG_NBD", "PARETO_NBD", "NBD"})
  void howCustomersArePartedDoesNotMatter(PurchaseFamily family) {
    SimulatedPurchases world = world(new MbgNbd(0.525, 6.183, 0.891, 1.614), 31);
    SplittableRandom ages = new SplittableRandom(32);
    List<PurchaseHistory> all =
        IntStream.range(0, 3000)
            .mapToObj(i -> world.life(1 + 60 * ages.nextDouble(), 0).history())
            .toList();
    double[] likelihoods =
        IntStream.of(1, 8, 200)
            .mapToDouble(parts -> PurchaseFit.of(family, parted(all, parts)).logLikelihood())
            .toArray();

    assertThat(likelihoods[0]).isFinite();
    for (double likelihood : likelihoods) {
      assertThat(likelihood).isCloseTo(likelihoods[0], within(1e-12 * Math.abs(likelihoods[0])));
    }
  }

  private static Parts<PurchaseHistories> parted(List<PurchaseHistory> all, int parts) {
    List<PurchaseHistories> each =
        IntStream.range(0, parts)
            .mapToObj(
                part ->
                    PurchaseHistories.of(
                        IntStream.range(0, all.size())
                            // Other neighbours with each number of parts.
                            .filter(i -> i * 7919L % all.size() % parts == part)
                            .mapToObj(all::get)
                            .toList()))
            .toList();
    return new Here<>(each, PurchaseHistories.of(all.subList(0, 500)));
  }

  @Test
  void customersWhoAreAllAlikeAreARidge() {
    List<PurchaseHistory> regular =
        IntStream.range(0, 2000)
            .mapToObj(i -> new PurchaseHistory(10, 39 + i % 10 / 10.0, 40))
            .toList();

    for (PurchaseFamily family : List.of(PurchaseFamily.BG_NBD, PurchaseFamily.MBG_NBD)) {
      PurchaseFit fit = PurchaseFit.of(family, PurchaseHistories.of(regular));

      assertThat(fit.status()).isEqualTo(FitStatus.RIDGE);
      assertThat(fit.standardErrors()).isEmpty();
      assertThat(fit.plausible()).isEmpty();
      // As sure as data and penalty together: nowhere less than the penalty alone, a factor of 7.
      double[][] covariance = fit.covariance().orElseThrow();
      for (int i = 0; i < covariance.length; i++) {
        assertThat(covariance[i][i]).isBetween(1e-9, 4 * (1 + 1e-6));
      }
      assertThat(fit.steps()).extracting(FitStep::method).endsWith(FitStep.Method.RIDGE_PENALTY);
      // A quarter of a purchase in each unit of time, by nearly everybody.
      assertThat(fit.model().outlook(regular.get(0)).expectedOrders(4)).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void oneCustomerIsEnoughForAModelOfSomeKind() {
    PurchaseHistories one = PurchaseHistories.of(List.of(new PurchaseHistory(1, 5, 50)));
    for (PurchaseFamily family : PurchaseFamily.values()) {
      PurchaseFit fit = PurchaseFit.of(family, one);

      assertThat(fit.status()).isNotEqualTo(FitStatus.FITTED);
      assertThat(fit.model().outlook(one.history(0)).expectedOrders(10)).isBetween(0.0, 5.0);
    }
  }

  @Test
  void theLastRungsNameTheModelThatTheyEndIn() {
    PurchaseHistories histories = world(new MbgNbd(0.6, 6, 0.9, 1.6), 6).customers(2_000, 60);
    PurchaseFit simpler = new FitLadder(PurchaseFamily.MBG_NBD, histories.parts()).simpler();
    PurchaseFit mean =
        new FitLadder(PurchaseFamily.MBG_NBD, histories.parts()).mean(FitStatus.NOT_CONVERGED);

    PurchaseFit nbd = PurchaseFit.of(PurchaseFamily.NBD, histories);
    assertThat(simpler.status()).isEqualTo(FitStatus.NOT_CONVERGED);
    assertThat(simpler.model()).isEqualTo(nbd.model());
    assertThat(simpler.logLikelihood()).isEqualTo(nbd.logLikelihood());
    assertThat(simpler.steps())
        .extracting(FitStep::method, FitStep::model)
        .containsExactly(tuple(FitStep.Method.SIMPLER_MODEL, "nbd"));
    assertThat(simpler.standardErrors()).isEmpty();
    assertThat(mean.model())
        .isEqualTo(new ConstantRate(histories.repeats() / histories.exposure()));
    assertThat(mean.logLikelihood()).isNaN();
    assertThat(mean.condition()).isEmpty();
  }

  @Test
  void fewCustomersOfAnyKindMakeSomeModel() {
    SplittableRandom random = new SplittableRandom(11);
    for (int data = 0; data < 25; data++) {
      double unit = Math.exp(random.nextDouble(-15, 15));
      List<PurchaseHistory> few =
          IntStream.range(0, 1 + random.nextInt(20)).mapToObj(i -> history(random, unit)).toList();
      for (PurchaseFamily family : List.of(PurchaseFamily.BG_NBD, PurchaseFamily.MBG_NBD)) {
        PurchaseModel model = PurchaseFit.of(family, PurchaseHistories.of(few)).model();
        for (PurchaseHistory history : few) {
          assertThat(model.outlook(history).expectedOrders(unit)).isBetween(0.0, 1e5);
        }
      }
    }
  }

  private static PurchaseHistory history(SplittableRandom random, double unit) {
    double age = random.nextInt(5) == 0 ? 0 : unit * random.nextDouble();
    if (age == 0 || random.nextBoolean()) {
      return new PurchaseHistory(0, 0, age);
    }
    long frequency = 1 + (long) Math.exp(random.nextDouble(0, 6));
    double recency = random.nextInt(4) == 0 ? age : age * (1 - random.nextDouble());
    return new PurchaseHistory(frequency, recency, age);
  }

  @Test
  void plausibleModelsSpreadAsTheStandardErrorsSay() {
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.MBG_NBD, world(new MbgNbd(0.6, 6, 0.9, 1.6), 5).customers(5_000, 60));
    double[] logs =
        fit.plausible().stream()
            .mapToDouble(model -> Math.log(model.parameters().get("r")))
            .toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    double variance =
        Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).average().orElseThrow();

    double r = fit.model().parameters().get("r");
    assertThat(mean).isCloseTo(Math.log(r), within(1e-6));
    // 400 draws tell a standard deviation to 3.5 %.
    assertThat(Math.sqrt(variance))
        .isCloseTo(fit.standardErrors().get("r") / r, Percentage.withPercentage(12));
  }
}
