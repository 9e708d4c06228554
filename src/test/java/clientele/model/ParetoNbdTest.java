package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pareto/NBD against published numbers, other forms of the same formulas, and at the extremes. */
class ParetoNbdTest {
  /** P. S. Fader, B. G. S. Hardie, K. L. Lee, 2005, table 2, in weeks. */
  private static final ParetoNbd PAPER = new ParetoNbd(0.553, 10.578, 0.606, 11.669);

  private static final double INTEREST = Math.log(1.15) / 52;

  @Test
  void fitOfCdnow() {
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.PARETO_NBD, PurchaseLog.cdnowSample().inWeeks(PurchaseLog.CDNOW_END));

    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    assertThat(fit.steps()).hasSize(1);
    assertThat(values(fit.model().parameters()))
        .containsExactly(new double[] {0.55328, 10.57768, 0.60624, 11.66873}, within(5e-5));
    assertThat(fit.logLikelihood()).isCloseTo(-9594.98, within(0.005));
    double[] errors = {0.0476, 0.8427, 0.1873, 6.2105};
    double[] found = values(fit.standardErrors());
    for (int i = 0; i < errors.length; i++) {
      assertThat(found[i]).isCloseTo(errors[i], Percentage.withPercentage(1));
    }
  }

  private static double[] values(Map<String, Double> named) {
    return named.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The vignette of the R package BTYD 2.4.3, whose estimates end some digits earlier. */
  @Test
  void publishedPredictions() {
    ParetoNbd maximum = new ParetoNbd(0.55328, 10.57768, 0.60624, 11.66873);
    Percentage close = Percentage.withPercentage(0.1);

    assertThat(maximum.expectedOrders(52)).isCloseTo(1.473434, within(5e-5));
    assertThat(maximum.outlook(new PurchaseHistory(26, 30.857, 31)).expectedOrders(52))
        .isCloseTo(25.456, within(1e-3));
    assertThat(maximum.outlook(new PurchaseHistory(26, 30.857, 31)).alive())
        .isCloseTo(0.997874, within(5e-6));
    double[] orders = {0.70623, 0.14424, 0.02251, 0.00309};
    for (int i = 0; i < orders.length; i++) {
      assertThat(maximum.outlook(new PurchaseHistory(10 + 5 * i, 20, 39)).expectedOrders(52))
          .isCloseTo(orders[i], close);
    }
  }

  /** By the classic closed form, and by quadrature of the survival function elsewhere. */
  @Test
  void discountedAndMissingOrders() {
    PurchaseOutlook outlook = PAPER.outlook(new PurchaseHistory(2, 30.43, 38.86));

    assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, INTEREST))
        .isCloseTo(6.501730538, within(5e-10));
    assertThat(PAPER.outlook(new PurchaseHistory(2, 38.86, 38.86)).noOrder(39))
        .isCloseTo(0.319, within(5e-4));
  }

  /** Histories at which the published form gives no number. */
  @Test
  void frequentBuyers() {
    assertThat(alive(221, 103.42857, 103.57143)).isCloseTo(0.999134, within(5e-7));
    assertThat(alive(161, 94.71429, 98)).isCloseTo(0.651084, within(5e-7));
    assertThat(alive(204, 98.57143, 99.42857)).isCloseTo(0.988503, within(5e-7));
    assertThat(alive(1000, 728, 730)).isCloseTo(0.991615, within(5e-7));
    assertThat(alive(0, 0, 38.86)).isCloseTo(0.295287, within(5e-7));
  }

  private static double alive(long x, double recency, double age) {
    return PAPER.outlook(new PurchaseHistory(x, recency, age)).alive();
  }

  /** The literature's likelihood, with two hypergeometric series for α ≥ β and two for α < β. */
  @Test
  void likelihoodIsThePublishedHypergeometricForm() {
    for (double alpha : new double[] {2, 8, 11}) {
      for (double beta : new double[] {3, 8, 14}) {
        for (long x : new long[] {0, 1, 7, 30}) {
          double recency = x == 0 ? 0 : 20;
          double[] logs = {Math.log(0.6), Math.log(alpha), Math.log(0.8), Math.log(beta)};
          double value = PurchaseFamily.PARETO_NBD.terms(logs).of(x, recency, 33, new double[4]);

          assertThat(value)
              .isCloseTo(published(0.6, alpha, 0.8, beta, x, recency, 33), within(1e-9));
        }
      }
    }
  }

  private static double published(
      double r, double alpha, double s, double beta, long x, double recency, double age) {
    double all = r + s + x;
    double second = alpha >= beta ? s + 1 : r + x;
    double most = Math.max(alpha, beta);
    double gap = Math.abs(alpha - beta);
    double a0 =
        series(all, second, gap / (most + recency)) / Math.pow(most + recency, all)
            - series(all, second, gap / (most + age)) / Math.pow(most + age, all);
    double rising = 0;
    for (int j = 0; j < x; j++) {
      rising += Math.log(r + j);
    }
    return rising
        + r * Math.log(alpha)
        + s * Math.log(beta)
        + Math.log(Math.pow(alpha + age, -r - x) * Math.pow(beta + age, -s) + s / all * a0);
  }

  /** ₂F₁(a, b; a + 1; z). */
  private static double series(double a, double b, double z) {
    double term = 1;
    double sum = 0;
    for (int k = 0; term > 1e-18 * sum; k++) {
      sum += term * a / (a + k);
      term *= (b + k) / (k + 1) * z;
    }
    return sum;
  }

  @Test
  void gradientAtTheExtremes() {
    double[][] histories = {
      {0, 0, 1e4}, {0, 0, 1e-3}, {1000, 728, 730}, {300, 3, 900}, {1, 1e-6, 50}, {5, 50, 50}
    };
    double[][] points = {
      {0, 0, 0, 0}, {-4, 3, -4, 3}, {4, 6, 4, 6}, {-1, 7, 2, -3}, {-1, -3, 2, 7}, {-0.6, 2.4, -5, 9}
    };
    for (double[] history : histories) {
      for (double[] logs : points) {
        double[] gradient = new double[4];
        term(logs, history, gradient);
        for (int k = 0; k < 4; k++) {
          double[] above = logs.clone();
          double[] below = logs.clone();
          above[k] += 1e-5;
          below[k] -= 1e-5;
          double slope =
              (term(above, history, new double[4]) - term(below, history, new double[4])) / 2e-5;
          assertThat(gradient[k])
              .as("%s by %s at %s", Arrays.toString(history), k, Arrays.toString(logs))
              .isCloseTo(slope, within(1e-6 * (1 + history[0] + Math.abs(slope))));
        }
      }
    }
  }

  private static double term(double[] logs, double[] history, double[] gradient) {
    return PurchaseFamily.PARETO_NBD
        .terms(logs)
        .of((long) history[0], history[1], history[2], gradient);
  }

  @Test
  void theDistributionSumsToOneAndToTheExpectation() {
    for (ParetoNbd model :
        List.of(PAPER, new ParetoNbd(3, 4, 1, 90), new ParetoNbd(0.1, 300, 5, 0.2))) {
      for (PurchaseHistory history :
          List.of(
              PurchaseHistory.NEW,
              new PurchaseHistory(0, 0, 38),
              new PurchaseHistory(2, 30.43, 38.86),
              new PurchaseHistory(26, 30.857, 31))) {
        PurchaseOutlook outlook = model.outlook(history);
        double mean = 0;
        double all = 0;
        double above = 1;
        for (long k = 0; k < 300; k++) {
          double exactly = outlook.exactly(k, 10);
          double more = outlook.moreThan(k, 10);
          all += exactly;
          mean += more;
          assertThat(above - exactly).isCloseTo(more, within(1e-12));
          above = more;
        }

        assertThat(all).isCloseTo(1, within(1e-12));
        assertThat(mean).isCloseTo(outlook.expectedOrders(10), within(1e-10));
        assertThat(outlook.noOrder(10)).isCloseTo(outlook.exactly(0, 10), within(1e-12));
      }
    }
  }

  /** Against small steps of time. */
  @Test
  void discountedOrdersOfAHorizon() {
    for (ParetoNbd model : List.of(PAPER, new ParetoNbd(1.3, 6, 64, 7721))) {
      PurchaseOutlook outlook = model.outlook(new PurchaseHistory(2, 30.43, 38.86));
      for (double horizon : new double[] {1, 52, 5000}) {
        double sum = 0;
        double before = 0;
        int steps = 100_000;
        for (int i = 1; i <= steps; i++) {
          double after = outlook.expectedOrders(horizon * i / steps);
          sum += (after - before) * Math.exp(-INTEREST * horizon * (i - 0.5) / steps);
          before = after;
        }
        assertThat(outlook.discountedOrders(horizon, INTEREST))
            .isCloseTo(sum, Percentage.withPercentage(1e-5));
        assertThat(outlook.discountedOrders(horizon, 0))
            .isCloseTo(outlook.expectedOrders(horizon), Percentage.withPercentage(1e-12));
        assertThat(outlook.discountedOrders(horizon, 1e-12))
            .isCloseTo(outlook.expectedOrders(horizon), Percentage.withPercentage(1e-6));
      }
      assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, INTEREST))
          .isCloseTo(outlook.discountedOrders(15_000, INTEREST), Percentage.withPercentage(1e-9));
    }
    assertThat(PAPER.outlook(PurchaseHistory.NEW).discountedOrders(Double.POSITIVE_INFINITY, 0))
        .isInfinite();
    assertThat(
            new ParetoNbd(2, 10, 3, 40)
                .outlook(PurchaseHistory.NEW)
                .discountedOrders(Double.POSITIVE_INFINITY, 0))
        .isCloseTo(2 / 10.0 * 40 / 2, within(1e-12));
  }

  @Test
  void theMeanIsSmoothWhereThePublishedFormIsNot() {
    double at = orders(1);
    assertThat(at)
        .isCloseTo(
            new ParetoNbd(0.5, 10, 1, 12).outlook(new PurchaseHistory(2, 20, 30)).alive()
                * 2.5
                / 40
                * 42
                * Math.log(92 / 42.0),
            within(1e-12));
    for (double off : new double[] {1e-15, 1e-12, 1e-8}) {
      assertThat(orders(1 - off)).isCloseTo(at, within(100 * off + 1e-13));
      assertThat(orders(1 + off)).isCloseTo(at, within(100 * off + 1e-13));
    }
  }

  private static double orders(double s) {
    return new ParetoNbd(0.5, 10, s, 12).outlook(new PurchaseHistory(2, 20, 30)).expectedOrders(50);
  }

  /** By past purchases: who buys again, and how much, within four standard errors. */
  @Test
  void simulatedCustomersDoAsExpected() {
    SimulatedValues world = new SimulatedValues(PAPER, new GammaGamma(6.25, 3.74, 15.44), 3);
    double[][] off = new double[2][4];
    double[][] squares = new double[2][4];
    for (int i = 0; i < 50_000; i++) {
      SimulatedValues.Life life = world.life(27 + i % 12, 39, 0);
      PurchaseOutlook outlook = PAPER.outlook(life.history());
      int group = (int) Math.min(3, life.history().frequency());
      double none = (life.later() == 0 ? 1 : 0) - outlook.noOrder(39);
      double orders = life.later() - outlook.expectedOrders(39);
      off[0][group] += none;
      off[1][group] += orders;
      squares[0][group] += none * none;
      squares[1][group] += orders * orders;
    }
    for (int group = 0; group < 4; group++) {
      assertThat(Math.abs(off[0][group])).isLessThan(4 * Math.sqrt(squares[0][group]));
      assertThat(Math.abs(off[1][group])).isLessThan(4 * Math.sqrt(squares[1][group]));
    }
  }

  @Test
  void extremeHistories() {
    for (PurchaseHistory history :
        List.of(
            new PurchaseHistory(1000, 728, 730),
            new PurchaseHistory(1_000_000, 3650, 3650),
            new PurchaseHistory(1_000_000, 1e-3, 3650),
            new PurchaseHistory(50, 1e-9, 1e-9),
            new PurchaseHistory(1, 1e-9, 1e9),
            new PurchaseHistory(0, 0, 1e9))) {
      for (ParetoNbd model : List.of(PAPER, new ParetoNbd(1e-4, 2e4, 1e-4, 2e4))) {
        PurchaseOutlook outlook = model.outlook(history);
        double before = 0;
        for (double h : new double[] {0, 1e-9, 1, 52, 520, 1e6}) {
          double orders = outlook.expectedOrders(h);
          assertThat(orders).as("%s %s", history, h).isFinite().isGreaterThanOrEqualTo(before);
          assertThat(outlook.noOrder(h)).isBetween(0.0, 1.0);
          for (long k : new long[] {0, 3, 100_000}) {
            assertThat(outlook.exactly(k, h)).isBetween(0.0, 1.0);
            assertThat(outlook.moreThan(k, h)).isBetween(0.0, 1.0);
          }
          assertThat(outlook.discountedOrders(h, 0.003)).isBetween(0.0, orders * (1 + 1e-9));
          before = orders;
        }
        assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, 0.003)).isFinite();
      }
    }
  }

  /** Parameters and histories of all kinds, each with two horizons. */
  @Test
  void predictionsAreInTheirRange() {
    assertInTheirRange(100_000);
  }

  @Test
  @Tag("external")
  void aMillionPredictionsAreInTheirRange() {
    assertInTheirRange(1_000_000);
  }

  private static void assertInTheirRange(int cases) {
    SplittableRandom random = new SplittableRandom(19870101);
    for (int i = 0; i < cases; i++) {
      ParetoNbd model =
          new ParetoNbd(
              logUniform(random, 1e-2, 1e2),
              logUniform(random, 1e-2, 1e3),
              logUniform(random, 1e-3, 1e2),
              logUniform(random, 1e-2, 1e4));
      double age = i % 7 == 0 ? 0 : logUniform(random, 1e-3, 1e4);
      boolean none = age == 0 || i % 3 == 0;
      long x = none ? 0 : (long) logUniform(random, 1, 1000);
      double recency = none ? 0 : i % 5 == 0 ? age : age * (1 - random.nextDouble());
      double horizon = logUniform(random, 1e-3, 1e4);
      PurchaseHistory history = new PurchaseHistory(x, recency, age);
      PurchaseOutlook outlook = model.outlook(history);
      double alive = outlook.alive();
      double nothing = outlook.noOrder(horizon);
      double near = outlook.expectedOrders(horizon);
      double far = outlook.expectedOrders(1.5 * horizon);
      double present = outlook.discountedOrders(horizon, 0.003);
      // Written so that NaN fails, too.
      boolean chances = alive >= 0 && alive <= 1 && nothing >= 1 - alive - 1e-12 && nothing <= 1;
      boolean falls = outlook.noOrder(1.5 * horizon) <= nothing + 1e-12;
      boolean rises = near >= 0 && far >= near && far < Double.POSITIVE_INFINITY;
      boolean consistent =
          near >= (1 - nothing) * (1 - 1e-9) - 1e-15
              && present >= 0
              && present <= near * (1 + 1e-9);
      if (!(chances && falls && rises && consistent)) {
        throw new AssertionError(
            "%s %s h %s: P(alive) %s, P(0) %s, E %s, later %s, present %s"
                .formatted(model, history, horizon, alive, nothing, near, far, present));
      }
    }
  }

  private static double logUniform(SplittableRandom random, double from, double to) {
    return from * Math.exp(random.nextDouble() * Math.log(to / from));
  }
}
