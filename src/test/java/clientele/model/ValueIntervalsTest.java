package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Intervals of the value of customers: how many hold it, and what they are at the borders. */
class ValueIntervalsTest {
  private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);
  private static final BgNbd BG = new BgNbd(0.243, 4.414, 0.793, 2.426);
  private static final MbgNbd MBG = new MbgNbd(0.525, 6.183, 0.891, 1.614);
  private static final ParetoNbd PARETO = new ParetoNbd(0.553, 10.578, 0.606, 11.669);
  private static final double INTEREST = Math.log(1.15) / 52;

  private static ValueIntervals of(PurchaseModel model) {
    return ValueIntervals.of(List.of(model), SPEND, 52, INTEREST, "1");
  }

  /** Within three standard errors, of customers with more to hope for than nothing. */
  @Test
  void intervalsHoldTheValueOf95Percent() {
    assertThat(covered(MBG, 20_000)).isCloseTo(0.95, within(0.005));
    assertThat(covered(PARETO, 3_000)).isCloseTo(0.95, within(0.012));
    assertThat(covered(BG, 3_000)).isCloseTo(0.95, within(0.012));
  }

  private static double covered(PurchaseModel model, int customers) {
    ValueIntervals intervals = of(model);
    SimulatedValues world = new SimulatedValues(model, SPEND, 11);
    int inside = 0;
    int drawn = 0;
    while (drawn < customers) {
      SimulatedValues.Life life = world.life(40 + drawn % 50, 52, INTEREST);
      ValueInterval interval = intervals.of(life.history());
      if (interval.zero() < 0.95) {
        ValueInterval money =
            interval.times(SPEND.unit(life.history().frequency(), life.meanSpend()));
        inside += life.value() >= money.low() && life.value() <= money.high() ? 1 : 0;
        drawn++;
      }
    }
    return (double) inside / customers;
  }

  @Test
  void boundsFollowTheChanceOfNothing() {
    for (PurchaseModel model : List.of(BG, MBG, PARETO)) {
      ValueIntervals intervals = of(model);
      ValueInterval sure = intervals.of(new PurchaseHistory(60, 39.9, 40));
      ValueInterval likely = intervals.of(new PurchaseHistory(3, 30, 40));
      ValueInterval gone = intervals.of(new PurchaseHistory(20, 20, 90));

      assertThat(sure.zero()).isLessThan(0.025);
      assertThat(sure.low()).isPositive().isLessThan(sure.high());
      assertThat(likely.zero()).isBetween(0.025, 0.95);
      assertThat(likely.low()).isZero();
      assertThat(likely.high()).isPositive();
      assertThat(gone.zero()).isGreaterThan(0.95);
      assertThat(gone.high()).isZero();
      assertThat(likely.zero())
          .isCloseTo(model.outlook(new PurchaseHistory(3, 30, 40)).noOrder(52), within(1e-15));
    }
  }

  /** The mean of the draws is the formula's, which the table has beside the interval. */
  @Test
  void drawsHaveTheExpectedMean() {
    for (PurchaseModel model : List.of(BG, MBG, PARETO, new Nbd(0.4, 5))) {
      for (PurchaseHistory history :
          List.of(
              PurchaseHistory.NEW,
              new PurchaseHistory(0, 0, 30),
              new PurchaseHistory(2, 30, 40),
              new PurchaseHistory(700, 39, 40))) {
        PurchaseOutlook outlook = model.outlook(history);
        FutureOrders future = FutureOrders.of(outlook, 52);
        Dice dice = Dice.of(history.frequency());
        int draws = 40_000;
        double weight = 0;
        double orders = 0;
        double present = 0;
        for (int i = 0; i < draws; i++) {
          FutureOrders.Draw draw = future.draw(dice.uniform(), dice.uniform(), dice);
          weight += draw.weight() / draws;
          orders += draw.weight() * draw.number() / draws;
          present += draw.weight() * draw.number() * Math.exp(-INTEREST * draw.meanTime()) / draws;
        }
        assertThat(weight).isCloseTo(1 - outlook.noOrder(52), Percentage.withPercentage(1));
        assertThat(orders).isCloseTo(outlook.expectedOrders(52), Percentage.withPercentage(3));
        assertThat(present / orders)
            .isCloseTo(
                outlook.discountedOrders(52, INTEREST) / outlook.expectedOrders(52), within(3e-3));
      }
    }
  }

  @Test
  void theSameEverywhereButForTheVersion() {
    PurchaseHistory history = new PurchaseHistory(4, 30, 40);
    ValueInterval once = of(MBG).of(history);
    ValueIntervals after = of(MBG);
    after.of(PurchaseHistory.NEW);

    assertThat(after.of(history)).isEqualTo(once);
    assertThat(ValueIntervals.of(List.of(MBG), SPEND, 52, INTEREST, "2").of(history))
        .isNotEqualTo(once);
    // As many draws as there are leave a percent or two of chance to the bounds.
    assertThat(ValueIntervals.of(List.of(MBG), SPEND, 52, INTEREST, "2").of(history).high())
        .isCloseTo(once.high(), Percentage.withPercentage(15));
  }

  @Test
  void uncertainParametersWidenTheInterval() {
    PurchaseHistory history = new PurchaseHistory(60, 39.5, 40);
    List<PurchaseModel> far =
        Stream.of(0.2, 5.0).<PurchaseModel>map(f -> new MbgNbd(0.525, 6.183 * f, 0.9, 60)).toList();
    ValueInterval one =
        ValueIntervals.of(List.of(new MbgNbd(0.525, 6.183, 0.9, 60)), SPEND, 52, INTEREST, "1")
            .of(history);
    ValueInterval several = ValueIntervals.of(far, SPEND, 52, INTEREST, "1").of(history);

    assertThat(several.high() - several.low()).isGreaterThan(one.high() - one.low());
    assertThatThrownBy(() -> ValueIntervals.of(List.of(), SPEND, 52, INTEREST, "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lossesTurnTheIntervalRound() {
    assertThat(new ValueInterval(0.2, 0, 40).times(-0.5)).isEqualTo(new ValueInterval(0.2, -20, 0));
    assertThat(new ValueInterval(0.2, 0, 40).times(2)).isEqualTo(new ValueInterval(0.2, 0, 80));
  }

  /** Those of a fit that fell back, too. */
  @Test
  void everyModelHasIntervals() {
    ValueInterval donor =
        ValueIntervals.of(List.of(new BgBb(1.2, 0.75, 0.66, 2.78)), new OwnMean(10), 5, 0, "1")
            .of(new PurchaseHistory(4, 6, 6));
    assertThat(donor.zero()).isBetween(0.1, 0.3);
    // Of five opportunities one in twenty or more take all.
    assertThat(donor).isEqualTo(new ValueInterval(donor.zero(), 0, 5));
    ValueIntervals poisson =
        ValueIntervals.of(List.of(new ConstantRate(2)), new OwnMean(10), 10, 0, "1");
    // The Poisson distribution of mean 20.
    assertThat(poisson.of(PurchaseHistory.NEW).low()).isCloseTo(12, within(0.5));
    assertThat(poisson.of(PurchaseHistory.NEW).high()).isCloseTo(29, within(0.5));
    assertThat(
            ValueIntervals.of(List.of(new ConstantRate(0)), SPEND, 10, 0, "1")
                .of(PurchaseHistory.NEW))
        .isEqualTo(new ValueInterval(1, 0, 0));
  }

  /** Against the distribution, and where it is counted by the normal quantile. */
  @Test
  void positiveCountsAreQuantiles() {
    for (NegativeBinomial law :
        List.of(
            new NegativeBinomial(0.3, 1e-6),
            new NegativeBinomial(0.5, 8),
            new NegativeBinomial(30, 2),
            new NegativeBinomial(600, 2.2))) {
      double tolerance = law.none() < Double.MIN_NORMAL ? 1 : 0;
      for (double u : new double[] {1e-9, 0.01, 0.3, 0.77, 0.99, 1 - 1e-9}) {
        long count = (long) law.count(u * law.moreThan(0), law.none());
        double above = law.moreThan(count + (long) tolerance) / law.moreThan(0);
        double below = law.moreThan(Math.max(0, count - 1 - (long) tolerance)) / law.moreThan(0);
        assertThat(1 - u).isGreaterThanOrEqualTo(above - 1e-12);
        assertThat(1 - u).isLessThanOrEqualTo(below + 1e-12);
      }
    }
  }

  @Test
  void diceAreFair() {
    Dice dice = Dice.of(1, 2, 3);
    double[] shapes = {0.05, 0.9, 1, 7, 300};
    for (double shape : shapes) {
      double[] draws = IntStream.range(0, 40_000).mapToDouble(i -> dice.gamma(shape)).toArray();
      double mean =
          IntStream.range(0, draws.length).mapToDouble(i -> draws[i]).average().orElseThrow();
      double variance =
          IntStream.range(0, draws.length)
              .mapToDouble(i -> (draws[i] - shape) * (draws[i] - shape))
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(shape, within(4 * Math.sqrt(shape / draws.length)));
      assertThat(variance).isCloseTo(shape, Percentage.withPercentage(shape < 0.1 ? 20 : 6));
    }
    assertThat(Dice.of(1, 2).uniform()).isEqualTo(Dice.of(1, 2).uniform());
    assertThat(Dice.of(1, 2).uniform()).isNotEqualTo(Dice.of(2, 1).uniform());
  }
}
