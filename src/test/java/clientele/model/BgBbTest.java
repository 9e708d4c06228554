package clientele.model;

import static clientele.model.numeric.SpecialFunctions.logBeta;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * BG/BB against the donations of P. S. Fader, B. G. S. Hardie and J. Shang, 2010, table 1: 11,104
 * people who gave for the first time in 1995, and in which of the six years after it they gave
 * again.
 */
class BgBbTest {
  /** x, t_x, donors; n = 6. */
  private static final int[][] DONORS = {
    {6, 6, 1203},
    {5, 6, 728},
    {4, 6, 512},
    {3, 6, 357},
    {2, 6, 234},
    {1, 6, 129},
    {5, 5, 335},
    {4, 5, 284},
    {3, 5, 225},
    {2, 5, 173},
    {1, 5, 119},
    {4, 4, 240},
    {3, 4, 181},
    {2, 4, 155},
    {1, 4, 78},
    {3, 3, 322},
    {2, 3, 255},
    {1, 3, 129},
    {2, 2, 613},
    {1, 2, 277},
    {1, 1, 1091},
    {0, 0, 3464}
  };

  private static final BgBb PAPER = new BgBb(1.204, 0.750, 0.657, 2.783);

  private static PurchaseHistories donors() {
    return PurchaseHistories.of(
        Arrays.stream(DONORS).mapToLong(row -> row[0]).toArray(),
        Arrays.stream(DONORS).mapToDouble(row -> row[1]).toArray(),
        Arrays.stream(DONORS).mapToDouble(row -> 6).toArray(),
        Arrays.stream(DONORS).mapToDouble(row -> row[2]).toArray());
  }

  @Test
  void fitOfTheDonors() {
    PurchaseFit fit = PurchaseFit.of(PurchaseFamily.BG_BB, donors());

    assertThat(donors().customers()).isEqualTo(11_104);
    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    assertThat(fit.model().parameters().values().stream().mapToDouble(p -> p).toArray())
        .containsExactly(new double[] {1.204, 0.750, 0.657, 2.783}, within(6e-4));
    assertThat(fit.logLikelihood()).isCloseTo(-33225.6, within(0.05));
  }

  /** The vignette of the R package BTYD, which begins from the same data. */
  @Test
  void publishedPredictions() {
    PurchaseModel model = PurchaseFit.of(PurchaseFamily.BG_BB, donors()).model();

    assertThat(model.outlook(new PurchaseHistory(0, 0, 6)).expectedOrders(10))
        .isCloseTo(0.1302169, Percentage.withPercentage(0.01));
    assertThat(model.outlook(new PurchaseHistory(4, 5, 6)).expectedOrders(10))
        .isCloseTo(3.627858, Percentage.withPercentage(0.01));
  }

  /** Eq. 11, 13 and 14 as published. */
  @Test
  void publishedForms() {
    double interest = Math.log(1.1);
    for (int[] row : DONORS) {
      PurchaseOutlook outlook = PAPER.outlook(new PurchaseHistory(row[0], row[1], 6));
      double[] logs = {Math.log(1.204), Math.log(0.750), Math.log(0.657), Math.log(2.783)};
      double likelihood =
          Math.exp(PurchaseFamily.BG_BB.terms(logs).of(row[0], row[1], 6, new double[4]));
      double alive = beta(1.204 + row[0], 6.75 - row[0]) / beta(1.204, 0.75) / likelihood;
      double orders = beta(2.204 + row[0], 6.75 - row[0]) / beta(1.204, 0.75) / likelihood;
      double sum = 0;
      double term = 1;
      for (int k = 0; k < 1000; k++) {
        sum += term;
        term *= (9.783 + k) / (10.44 + k) / 1.1;
      }

      assertThat(outlook.alive())
          .isCloseTo(alive * beta(0.657, 9.783) / beta(0.657, 2.783), within(1e-12));
      assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, interest))
          .isCloseTo(
              orders * beta(0.657, 9.783) / beta(0.657, 2.783) / 1.1 * sum,
              Percentage.withPercentage(1e-9));
    }
  }

  private static double beta(double a, double b) {
    return Math.exp(logBeta(a, b));
  }

  @Test
  void theDistributionSumsToOneAndToTheExpectation() {
    for (BgBb model : new BgBb[] {PAPER, new BgBb(0.1, 3, 1, 5), new BgBb(20, 5, 3, 0.2)}) {
      for (int[] row : DONORS) {
        PurchaseOutlook outlook = model.outlook(new PurchaseHistory(row[0], row[1], 6));
        double all = 0;
        double mean = 0;
        for (long k = 0; k <= 20; k++) {
          all += outlook.exactly(k, 20);
          mean += outlook.moreThan(k, 20);
        }
        assertThat(all).isCloseTo(1, within(1e-12));
        assertThat(mean).isCloseTo(outlook.expectedOrders(20), within(1e-10));
        assertThat(outlook.noOrder(0.9)).isCloseTo(1, within(1e-12));
        assertThat(outlook.expectedOrders(20.9)).isEqualTo(outlook.expectedOrders(20));
      }
    }
    double ever =
        new BgBb(1, 1, 3, 4)
            .outlook(PurchaseHistory.NEW)
            .discountedOrders(Double.POSITIVE_INFINITY, 0);
    assertThat(ever).isCloseTo(0.5 * 4 / 2, within(1e-12));
  }

  @Test
  void theGradientIsThatOfTheLikelihood() {
    for (int[] row : DONORS) {
      for (double[] logs : new double[][] {{0, 0, 0, 0}, {-3, 2, 4, -2}, {4, 5, -4, 3}}) {
        double[] gradient = new double[4];
        PurchaseFamily.BG_BB.terms(logs).of(row[0], row[1], 6, gradient);
        for (int k = 0; k < 4; k++) {
          double[] above = logs.clone();
          double[] below = logs.clone();
          above[k] += 1e-5;
          below[k] -= 1e-5;
          double slope =
              (PurchaseFamily.BG_BB.terms(above).of(row[0], row[1], 6, new double[4])
                      - PurchaseFamily.BG_BB.terms(below).of(row[0], row[1], 6, new double[4]))
                  / 2e-5;
          assertThat(gradient[k]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        }
      }
    }
  }

  @Test
  void timesThatDoNotCountOpportunitiesAreRefused() {
    assertThatThrownBy(() -> PAPER.outlook(new PurchaseHistory(1, 1.5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no history of opportunities: x = 1, t_x = 1.5, n = 3.0");
    assertThatThrownBy(() -> PAPER.outlook(new PurchaseHistory(3, 2, 4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Parameters and histories of all kinds. */
  @Test
  void predictionsAreInTheirRange() {
    SplittableRandom random = new SplittableRandom(20100601);
    for (int i = 0; i < 100_000; i++) {
      double[] logs = random.doubles(4, Math.log(1e-2), Math.log(1e2)).toArray();
      int age = random.nextInt(40);
      int recency = age == 0 || i % 3 == 0 ? 0 : 1 + random.nextInt(age);
      long frequency = recency == 0 ? 0 : 1 + random.nextInt(recency);
      int horizon = 1 + random.nextInt(40);
      PurchaseOutlook outlook =
          BgBb.ofLogs(logs).outlook(new PurchaseHistory(frequency, recency, age));
      double alive = outlook.alive();
      double nothing = outlook.noOrder(horizon);
      double near = outlook.expectedOrders(horizon);
      double far = outlook.expectedOrders(horizon + 1);
      // Written so that NaN fails, too.
      boolean chances = alive >= 0 && alive <= 1 && nothing >= -1e-12 && nothing <= 1 + 1e-12;
      boolean rises = near >= 0 && far >= near && near <= horizon * alive * (1 + 1e-12);
      boolean falls = outlook.noOrder(horizon + 1) <= nothing + 1e-12;
      boolean consistent = near >= (1 - nothing) * (1 - 1e-9) - 1e-12;
      if (!(chances && rises && falls && consistent)) {
        throw new AssertionError(
            "%s x %s t_x %s n %s h %s: P(alive) %s, P(0) %s, E %s, later %s"
                .formatted(
                    BgBb.ofLogs(logs),
                    frequency,
                    recency,
                    age,
                    horizon,
                    alive,
                    nothing,
                    near,
                    far));
      }
    }
  }
}
