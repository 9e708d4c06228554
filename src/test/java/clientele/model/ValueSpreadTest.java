package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** How far values of customers, and totals of them, are off. */
class ValueSpreadTest {
  private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);
  private static final MbgNbd MBG = new MbgNbd(0.525, 6.183, 0.891, 1.614);
  private static final double INTEREST = Math.log(1.15) / 52;

  /** A negative binomial count, and what it brings: both have a variance by formula. */
  @Test
  void ofWhoNeverStopsItIsThatOfTheDistribution() {
    Nbd model = new Nbd(0.4, 5);
    for (PurchaseHistory history :
        List.of(
            PurchaseHistory.NEW, new PurchaseHistory(3, 30, 40), new PurchaseHistory(60, 39, 40))) {
      double shape = 0.4 + history.frequency();
      double mean = shape * 52 / (5 + history.age());
      double square = mean + mean * mean * (1 + 1 / shape);
      double q = 3.74 + 6.25 * history.frequency();

      // A hundred evenly spread draws see a little less than all of a long tail.
      Percentage close = Percentage.withPercentage(4);
      assertThat(1 + new ValueSpread(model, new OwnMean(30), 52, 0).relativeVariance(history))
          .isCloseTo(square / mean / mean, close);
      assertThat(1 + new ValueSpread(model, SPEND, 52, 0).relativeVariance(history))
          .isCloseTo((square + mean / 6.25) / mean / mean * (q - 1) / (q - 2), close);
    }
  }

  /**
   * The squared distance from the mean, of customers by what is known of them; with spend whose
   * tail is short enough for the squares to have a variance.
   */
  @Test
  void simulatedValuesAreOffAsFarAsTheySay() {
    GammaGamma spend = new GammaGamma(6.25, 12, 60);
    for (PurchaseModel model : List.of(MBG, new ParetoNbd(0.553, 10.578, 0.606, 11.669))) {
      SimulatedValues world = new SimulatedValues(model, spend, 5);
      ValueSpread spread = new ValueSpread(model, spend, 52, INTEREST);
      double[] variance = new double[2];
      double[] squares = new double[2];
      for (int i = 0; i < 10_000; i++) {
        SimulatedValues.Life life = world.life(40 + i % 50, 52, INTEREST);
        int group = life.history().frequency() > 1 ? 1 : 0;
        Expected expected = Expected.of(spread, life);
        variance[group] += expected.variance();
        squares[group] += Math.pow(life.value() - expected.mean(), 2);
      }
      assertThat(variance[0]).isCloseTo(squares[0], Percentage.withPercentage(10));
      assertThat(variance[1]).isCloseTo(squares[1], Percentage.withPercentage(10));
    }
  }

  /** Mean and variance by chance of one customer's value. */
  private record Expected(double mean, double variance) {
    static Expected of(ValueSpread spread, SimulatedValues.Life life) {
      PurchaseHistory history = life.history();
      double mean =
          spread.model().outlook(history).discountedOrders(52, INTEREST)
              * spread.spend().expected(history.frequency(), life.meanSpend());
      return new Expected(mean, mean * mean * spread.relativeVariance(history));
    }
  }

  /** Worlds of 300 customers, whose parameters are estimated in each. */
  @Test
  void totalsAreWithinTheirBoundsIn95PercentOfTheWorlds() {
    int worlds = 250;
    long inside = IntStream.range(0, worlds).filter(seed -> isInside(seed)).count();

    // Three standard errors of the count are 4.1 % of the worlds.
    assertThat((double) inside / worlds).isCloseTo(0.95, within(0.041));
  }

  private static boolean isInside(int seed) {
    SimulatedValues world = new SimulatedValues(MBG, SPEND, seed);
    List<SimulatedValues.Life> lives =
        IntStream.range(0, 300).mapToObj(i -> world.life(40 + i % 50, 52, INTEREST)).toList();
    PurchaseFit fit =
        PurchaseFit.of(
            PurchaseFamily.MBG_NBD,
            PurchaseHistories.of(lives.stream().map(SimulatedValues.Life::history).toList()));
    List<PurchaseModel> around =
        fit.covariance().stream()
            .map(covariance -> LogCovariance.of(PurchaseFamily.MBG_NBD, covariance))
            .flatMap(told -> told.around(PurchaseFamily.MBG_NBD, fit.model().parameters()).stream())
            .toList();
    ValueSpread spread = new ValueSpread(fit.model(), SPEND, 52, INTEREST);
    double mean = 0;
    double variance = 0;
    double[] others = new double[around.size()];
    for (SimulatedValues.Life life : lives) {
      Expected expected = Expected.of(spread, life);
      mean += expected.mean();
      variance += expected.variance();
      double orders = fit.model().outlook(life.history()).expectedOrders(52);
      for (int k = 0; k < others.length; k++) {
        PurchaseOutlook other = around.get(k).outlook(life.history());
        others[k] += expected.mean() * other.expectedOrders(52) / orders;
      }
    }
    double total = lives.stream().mapToDouble(SimulatedValues.Life::value).sum();
    double relative = Math.sqrt(variance + variance(others)) / mean;
    return total >= mean * bound(relative, -1.96) && total <= mean * bound(relative, 1.96);
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
  }

  private static double bound(double relative, double z) {
    return Math.pow(1 - relative * relative / 9 + relative * z / 3, 3);
  }
}
