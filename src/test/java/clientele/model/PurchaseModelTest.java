package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Predictions of BG/NBD and MBG/NBD against published and simulated ones, and at the extremes. */
class PurchaseModelTest {
  /** Of the paper, in weeks. */
  private static final BgNbd PAPER = new BgNbd(0.243, 4.414, 0.793, 2.426);

  /** As estimated by the R package BTYD 2.4.3, with the digits behind its vignette. */
  private static final BgNbd VIGNETTE = new BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881);

  private static final MbgNbd MBG = new MbgNbd(0.525, 6.183, 0.891, 1.614);

  /** Hardie's spreadsheet, good to three digits after the point; and the vignette. */
  @Test
  void expectationForNewCustomers() {
    double[] weeks = {0.1429, 1, 3, 31.8571, 32, 78};
    double[] orders = {0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576};
    for (int i = 0; i < weeks.length; i++) {
      assertThat(VIGNETTE.expectedOrders(weeks[i])).isCloseTo(orders[i], within(5e-4));
    }
    assertThat(VIGNETTE.expectedOrders(52)).isCloseTo(1.444004, within(1e-5));
  }

  /** The paper, section 5, and the vignette of BTYD. */
  @Test
  void expectationGivenTheHistory() {
    assertThat(expected(PAPER, 2, 30.43, 38.86, 39)).isCloseTo(1.226, within(5e-4));
    assertThat(expected(VIGNETTE, 26, 30.857, 31, 52)).isCloseTo(25.757, within(1e-3));
    assertThat(VIGNETTE.outlook(new PurchaseHistory(26, 30.857, 31)).alive())
        .isCloseTo(0.96885, within(5e-5));
    long[] frequencies = {10, 15, 20, 25};
    double[] orders = {0.34746, 0.04283, 0.00416, 0.000358};
    for (int i = 0; i < frequencies.length; i++) {
      assertThat(expected(VIGNETTE, frequencies[i], 20, 39, 52)).isCloseTo(orders[i], within(3e-5));
    }
  }

  /** The manual of BTYD. */
  @Test
  void distributionForNewCustomers() {
    PurchaseOutlook outlook = PAPER.outlook(PurchaseHistory.NEW);

    assertThat(outlook.exactly(10, 2)).isCloseTo(1.07869e-7, within(5e-13));
    assertThat(outlook.exactly(0, 39)).isCloseTo(0.5737864, within(5e-8));
  }

  private static double expected(
      PurchaseModel model, long x, double recency, double age, double h) {
    return model.outlook(new PurchaseHistory(x, recency, age)).expectedOrders(h);
  }

  /** Equation 10 of the paper, which for MBG/NBD has b + x + 1 instead of b + x. */
  @Test
  void expectationIsThePublishedHypergeometricForm() {
    for (double a : new double[] {0.2, 0.793, 1.4, 3}) {
      for (long x : new long[] {0, 1, 5, 40}) {
        double recency = x == 0 ? 0 : 25;
        BgNbd bg = new BgNbd(0.3, 5, a, 2.5);
        MbgNbd mbg = new MbgNbd(0.3, 5, a, 2.5);
        PurchaseHistory history = new PurchaseHistory(x, recency, 30);

        assertThat(bg.outlook(history).expectedOrders(20))
            .isCloseTo(
                bg.outlook(history).alive() * published(0.3 + x, 35, a, 2.5 + x, 20),
                Percentage.withPercentage(1e-9));
        assertThat(mbg.outlook(history).expectedOrders(20))
            .isCloseTo(
                mbg.outlook(history).alive() * published(0.3 + x, 35, a, 3.5 + x, 20),
                Percentage.withPercentage(1e-9));
      }
    }
  }

  private static double published(double shape, double rate, double a, double b, double t) {
    double z = t / (rate + t);
    double term = 1;
    double series = 0;
    for (int k = 0; term > 1e-18 * series; k++) {
      series += term;
      term *= (shape + k) * (b + k) / ((a + b - 1 + k) * (k + 1)) * z;
    }
    return (a + b - 1) / (a - 1) * (1 - Math.pow(1 - z, shape) * series);
  }

  @Test
  void theMeanIsSmoothWhereThePublishedFormIsNot() {
    double at = expected(new BgNbd(0.3, 5, 1, 2.5), 3, 20, 30, 50);
    for (double off : new double[] {1e-14, 1e-12, 1e-9, 1e-7}) {
      assertThat(expected(new BgNbd(0.3, 5, 1 - off, 2.5), 3, 20, 30, 50))
          .isCloseTo(at, Percentage.withPercentage(100 * off + 1e-10));
    }
  }

  @Test
  void sumAndQuadratureAgree() {
    double[] shapes = {0.01, 0.3, 2, 30, 600};
    double[] odds = {0.01, 0.5, 3, 20, 45};
    double[] betas = {1e-3, 0.05, 0.8, 3, 50, 2000};
    for (double shape : shapes) {
      for (double w : odds) {
        if (shape * w < 3 || shape * Math.log1p(w) > 700) {
          continue;
        }
        for (double a : betas) {
          for (double b : betas) {
            assertThat(OrdersBeforeStop.quadrature(shape, w, a, b))
                .as("s %s w %s a %s b %s", shape, w, a, b)
                .isCloseTo(OrdersBeforeStop.sum(shape, w, a, b), Percentage.withPercentage(1e-8));
          }
        }
      }
    }
  }

  @Test
  void theDistributionSumsToOneAndToTheExpectation() {
    for (PurchaseModel model : List.of(PAPER, MBG, new BgNbd(2, 10, 1, 4), new Nbd(0.4, 5))) {
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
        for (long k = 0; k < 700; k++) {
          all += outlook.exactly(k, 10);
          mean += outlook.moreThan(k, 10);
          assertThat(above - outlook.exactly(k, 10))
              .isCloseTo(outlook.moreThan(k, 10), within(1e-12));
          above = outlook.moreThan(k, 10);
        }

        assertThat(all).isCloseTo(1, within(1e-12));
        assertThat(mean).isCloseTo(outlook.expectedOrders(10), Percentage.withPercentage(1e-8));
        assertThat(outlook.noOrder(10)).isEqualTo(outlook.exactly(0, 10));
      }
    }
  }

  /** Against small steps of time, and against an infinite horizon. */
  @Test
  void discountedOrders() {
    double rate = Math.log(1.15) / 52;
    for (PurchaseModel model : List.of(PAPER, MBG, new MbgNbd(1.3, 6, 0.4, 0.7), new Nbd(1, 5))) {
      for (PurchaseHistory history :
          List.of(PurchaseHistory.NEW, new PurchaseHistory(2, 30.43, 38.86))) {
        PurchaseOutlook outlook = model.outlook(history);
        for (double h : new double[] {1, 52, 156}) {
          double sum = 0;
          double before = 0;
          int steps = 2000;
          for (int i = 1; i <= steps; i++) {
            double after = outlook.expectedOrders(h * i / steps);
            sum += (after - before) * Math.exp(-rate * h * (i - 0.5) / steps);
            before = after;
          }
          assertThat(outlook.discountedOrders(h, rate))
              .isCloseTo(sum, Percentage.withPercentage(1e-4));
          assertThat(outlook.discountedOrders(h, 0))
              .isCloseTo(outlook.expectedOrders(h), Percentage.withPercentage(1e-12));
        }
        assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, rate))
            .isCloseTo(outlook.discountedOrders(15_000, rate), Percentage.withPercentage(1e-6));
      }
    }
  }

  /** E[λ / (δ + λ p)] by quadrature in both: the same number without going through time. */
  @Test
  void discountedOrdersForEver() {
    double rate = Math.log(1.15) / 52;
    BetaGeometricOutlook outlook = new BetaGeometricOutlook(1, 2.5, 43, 0.8, 4.5);
    double sum = 0;
    double mass = 0;
    for (double u = -40; u < 20; u += 0.1) {
      double stop = 1 / (1 + Math.exp(-u));
      double density = Math.exp(0.8 * Math.log(stop) - 4.5 * Math.log1p(Math.exp(u)));
      for (double v = -30; v < 6; v += 0.1) {
        double buys = Math.exp(v) / 43;
        double both = density * Math.exp(2.5 * v - Math.exp(v));
        sum += both * buys / (rate + buys * stop);
        mass += both;
      }
    }

    assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, rate))
        .isCloseTo(sum / mass, Percentage.withPercentage(1e-6));
    assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, 0)).isInfinite();
    assertThat(
            new BetaGeometricOutlook(0.5, 2.5, 43, 3, 4)
                .discountedOrders(Double.POSITIVE_INFINITY, 0))
        .isCloseTo(1.5, within(1e-12));
  }

  /** By past purchases: who buys again, and how much, within four standard errors. */
  @Test
  void simulatedCustomersDoAsExpected() {
    for (PurchaseModel truth : List.of(PAPER, MBG)) {
      SimulatedPurchases world = new SimulatedPurchases(truth, 7);
      double[] customers = new double[4];
      double[][] off = new double[2][4];
      double[][] squares = new double[2][4];
      for (int i = 0; i < 60_000; i++) {
        SimulatedPurchases.Life life = world.life(27 + i % 12, 39);
        int group =
            life.history().frequency() >= 5 ? 3 : (int) Math.min(2, life.history().frequency());
        PurchaseOutlook outlook = truth.outlook(life.history());
        customers[group]++;
        double none = (life.later() == 0 ? 1 : 0) - outlook.noOrder(39);
        double orders = life.later() - outlook.expectedOrders(39);
        off[0][group] += none;
        off[1][group] += orders;
        squares[0][group] += none * none;
        squares[1][group] += orders * orders;
      }
      for (int group = 0; group < 4; group++) {
        assertThat(customers[group]).isGreaterThan(1000);
        assertThat(Math.abs(off[0][group])).isLessThan(4 * Math.sqrt(squares[0][group]));
        assertThat(Math.abs(off[1][group])).isLessThan(4 * Math.sqrt(squares[1][group]));
      }
    }
  }

  /** Histories at which the published forms overflow. */
  @Test
  void extremeHistories() {
    for (PurchaseModel model : List.of(PAPER, MBG)) {
      for (PurchaseHistory history :
          List.of(
              new PurchaseHistory(221, 103.42857, 103.57143),
              new PurchaseHistory(161, 94.71429, 98),
              new PurchaseHistory(204, 98.57143, 99.42857),
              new PurchaseHistory(1000, 728, 730),
              new PurchaseHistory(1_000_000, 3650, 3650),
              new PurchaseHistory(50, 1e-9, 1e-9),
              new PurchaseHistory(1, 1e-9, 1e9),
              new PurchaseHistory(0, 0, 38.86))) {
        PurchaseOutlook outlook = model.outlook(history);
        double before = 0;
        for (double h : new double[] {0, 1e-9, 1, 52, 520, 1e6}) {
          double orders = outlook.expectedOrders(h);
          assertThat(orders).as("%s %s", history, h).isFinite().isGreaterThanOrEqualTo(before);
          assertThat(outlook.noOrder(h)).isBetween(0.0, 1.0);
          assertThat(outlook.moreThan(3, h)).isBetween(0.0, 1.0);
          assertThat(outlook.exactly(3, h)).isBetween(0.0, 1.0);
          assertThat(outlook.discountedOrders(h, 0.003)).isBetween(0.0, orders * (1 + 1e-9));
          before = orders;
        }
        assertThat(outlook.discountedOrders(Double.POSITIVE_INFINITY, 0.003)).isFinite();
      }
    }
    assertThat(MBG.outlook(new PurchaseHistory(0, 0, 0)).alive())
        .isCloseTo(1.614 / (1.614 + 0.891), within(1e-12));
    assertThat(PAPER.outlook(new PurchaseHistory(0, 0, 1e9)).alive()).isEqualTo(1);
  }

  /** A million of parameters and histories, each with two horizons. */
  @Test
  void predictionsAreInTheirRange() {
    SplittableRandom random = new SplittableRandom(20050401);
    LongStream.range(0, 1_000_000)
        .forEach(
            i -> {
              double r = logUniform(random, 1e-2, 1e2);
              double alpha = logUniform(random, 1e-2, 1e3);
              double a = logUniform(random, 1e-2, 1e2);
              double b = logUniform(random, 1e-2, 1e2);
              double age = i % 7 == 0 ? 0 : logUniform(random, 1e-3, 1e4);
              boolean none = age == 0 || i % 3 == 0;
              long x = none ? 0 : (long) logUniform(random, 1, 1000);
              double recency = none ? 0 : i % 5 == 0 ? age : age * (1 - random.nextDouble());
              PurchaseModel model =
                  i % 2 == 0 ? new BgNbd(r, alpha, a, b) : new MbgNbd(r, alpha, a, b);
              double horizon = logUniform(random, 1e-3, 1e4);
              PurchaseHistory history = new PurchaseHistory(x, recency, age);
              assertInRange(model, history, horizon);
              // Dear, and by a quadrature of what is in its range.
              if (i % 250 == 0) {
                assertPresentValueInRange(model.outlook(history), horizon);
              }
            });
  }

  private static double logUniform(SplittableRandom random, double from, double to) {
    return from * Math.exp(random.nextDouble() * Math.log(to / from));
  }

  private static void assertInRange(PurchaseModel model, PurchaseHistory history, double horizon) {
    PurchaseOutlook outlook = model.outlook(history);
    double alive = outlook.alive();
    double none = outlook.noOrder(horizon);
    double near = outlook.expectedOrders(horizon);
    double far = outlook.expectedOrders(1.5 * horizon);
    // Written so that NaN fails, too.
    boolean chances = alive >= 0 && alive <= 1 && none >= 1 - alive - 1e-12 && none <= 1;
    // One form of the mean may follow on the other; they agree to the rounding of their terms.
    boolean rises = near >= 0 && far >= near * (1 - 1e-10) && far < Double.POSITIVE_INFINITY;
    boolean falls = outlook.noOrder(1.5 * horizon) <= none + 1e-12;
    boolean consistent = near >= (1 - none) * (1 - 1e-9) - 1e-15;
    if (!(chances && rises && falls && consistent)) {
      throw new AssertionError(
          "%s %s h %s: P(alive) %s, P(0) %s, E %s, later %s"
              .formatted(model, history, horizon, alive, none, near, far));
    }
  }

  private static void assertPresentValueInRange(PurchaseOutlook outlook, double horizon) {
    double near = outlook.discountedOrders(horizon, 0.003);
    double far = outlook.discountedOrders(1.5 * horizon, 0.003);
    double orders = outlook.expectedOrders(horizon);
    if (!(near >= 0 && near <= orders * (1 + 1e-9) && far >= near * (1 - 1e-7))) {
      throw new AssertionError(
          "%s h %s: E %s, present %s, later %s".formatted(outlook, horizon, orders, near, far));
    }
  }

  /** What is expected is that of a customer who is alive, times the chance of that. */
  @Test
  void whenTheLastPurchaseWasTellsNoMoreThanWhetherAlive() {
    for (PurchaseModel model :
        List.of(
            PAPER,
            MBG,
            new ParetoNbd(0.553, 10.578, 0.606, 11.669),
            new BgBb(1.204, 0.750, 0.657, 2.783),
            new Nbd(0.4, 5),
            new ConstantRate(0.3))) {
      for (int recency = 4; recency <= 16; recency += 4) {
        PurchaseHistory history = new PurchaseHistory(3, recency, 16);
        PurchaseOutlook outlook = model.outlook(history);
        PurchaseOutlook ifAlive = outlook.ifAlive();
        double alive = outlook.alive();

        assertThat(ifAlive.alive()).isCloseTo(1, within(1e-15));
        assertThat(model.outlook(new PurchaseHistory(3, 8, 16)).ifAlive().expectedOrders(9))
            .isEqualTo(ifAlive.expectedOrders(9));
        assertClose(outlook.expectedOrders(9), alive * ifAlive.expectedOrders(9));
        assertClose(outlook.discountedOrders(9, 0.01), alive * ifAlive.discountedOrders(9, 0.01));
        assertClose(outlook.noOrder(9), 1 - alive + alive * ifAlive.noOrder(9));
        assertClose(outlook.exactly(2, 9), alive * ifAlive.exactly(2, 9));
        assertClose(outlook.moreThan(2, 9), alive * ifAlive.moreThan(2, 9));
      }
    }
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, Percentage.withPercentage(1e-11));
  }

  @Test
  void impossibleHistoriesAreRefused() {
    assertThatThrownBy(() -> new PurchaseHistory(0, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no purchase history: x = 0, t_x = 1.0, T = 2.0");
    assertThat(PurchaseHistory.isPossible(1, 0, 2)).isFalse();
    assertThat(PurchaseHistory.isPossible(1, 3, 2)).isFalse();
    assertThat(PurchaseHistory.isPossible(1, Double.NaN, 2)).isFalse();
    assertThat(PurchaseHistory.isPossible(1, 1, Double.POSITIVE_INFINITY)).isFalse();
    assertThat(PurchaseHistory.isPossible(-1, 1, 2)).isFalse();
    assertThat(PurchaseHistory.isPossible(0, 0, 0)).isTrue();
    assertThatThrownBy(
            () ->
                PurchaseHistories.of(
                    new long[] {0}, new double[] {0}, new double[] {1}, new double[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 0.0 customers");
  }
}
