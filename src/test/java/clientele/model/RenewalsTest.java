package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What subscriptions will bring, alone and together with orders. */
class RenewalsTest {
  private static final ShiftedBetaGeometric SBG = new ShiftedBetaGeometric(0.668, 3.806);
  private static final List<RetentionModel> MODELS =
      List.of(SBG, new BetaDiscreteWeibull(0.9, 3.1, 1.4), new ConstantRetention(0.25));
  private static final MbgNbd MBG = new MbgNbd(0.525, 6.183, 0.891, 1.614);
  private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);
  private static final double INTEREST = Math.log(1.1) / 52;

  private static Renewals certain(RetentionModel model) {
    return Renewals.of(model, List.of(model), 0.7);
  }

  private static double[] monthly(int count, double price) {
    return IntStream.rangeClosed(1, count)
        .mapToDouble(month -> price * Math.exp(-INTEREST * 52 / 12 * month))
        .toArray();
  }

  /** Every number of payments with its chance, by rates of retention. */
  @Test
  void valueIsTheSumOverAllNumbersOfPayments() {
    double[] payments = {9, 8.5, 12, 0, 3};
    for (RetentionModel model : MODELS) {
      for (int period = 0; period <= 4; period++) {
        double value = 0;
        double reached = 1;
        double brought = 0;
        for (int i = 0; i <= payments.length; i++) {
          double stays = i == payments.length ? 0 : rate(model, period + i);
          value += reached * (1 - stays) * brought;
          reached *= stays;
          brought += i == payments.length ? 0 : payments[i];
        }
        FutureRenewals future = certain(model).after(period, payments);

        assertThat(future.value()).isCloseTo(value, within(1e-12));
        assertThat(future.nothing()).isCloseTo(1 - rate(model, period), within(1e-12));
      }
    }
  }

  private static double rate(RetentionModel model, int period) {
    return period == 0 ? 0.7 : Math.exp(model.logRetention(period));
  }

  /** Regular payments without end: Fader and Hardie's closed form, by its series. */
  @Test
  void valueOfRegularPaymentsIsTheResidualLifetime() {
    double discount = 1 / 1.1;
    for (int n = 1; n <= 6; n++) {
      double hypergeometric = 0;
      double term = 1;
      for (int k = 0; k < 2_000; k++) {
        hypergeometric += term;
        term *= discount * (3.806 + n + k) / (4.474 + n + k);
      }
      double closed = (3.806 + n - 1) / (4.474 + n - 1) * hypergeometric;
      double[] payments = IntStream.range(0, 500).mapToDouble(i -> Math.pow(discount, i)).toArray();

      assertThat(certain(SBG).after(n, payments).value()).isCloseTo(closed, within(1e-9));
      assertThat(ResidualLifetime.discounted(SBG, n, Math.log(1.1)))
          .isCloseTo(closed, within(1e-9));
    }
  }

  @Test
  void aLongerHorizonIsNeverWorthLess() {
    for (RetentionModel model : MODELS) {
      double before = 0;
      for (int count = 0; count <= 60; count++) {
        double value = certain(model).after(3, monthly(count, 10)).value();
        assertThat(value).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(10 * count);
        before = value;
      }
    }
  }

  /** One of them loses all at once: after a renewal it cannot have been the true one. */
  @Test
  void plausibleModelsCountByHowWellTheyAgree() {
    RetentionModel hasty = new ConstantRetention(1e12);
    RetentionModel loyal = new ConstantRetention(1);
    Renewals renewals = Renewals.of(loyal, List.of(hasty, loyal), 1);

    assertThat(renewals.after(1, new double[] {1}).nothing()).isCloseTo(0.75, within(1e-9));
    assertThat(renewals.after(2, new double[] {1}).nothing()).isCloseTo(0.5, within(1e-9));
    assertThat(renewals.after(5_000, new double[] {1}).nothing()).isCloseTo(0.5, within(1e-9));
    assertThat(renewals.after(1, new double[] {1}).value()).isEqualTo(0.5);
  }

  @Test
  void fewRenewalsAreDrawnToWhatIsExpected() {
    ShrunkChurn none = ShrunkChurn.of(0, 0, 0.2, 10);
    ShrunkChurn many = ShrunkChurn.of(30_000, 100_000, 0.2, 10);

    assertThat(Math.exp(none.model().logChurn(1))).isCloseTo(0.2, within(1e-12));
    assertThat(none.logLikelihood()).isZero();
    assertThat(Math.exp(many.model().logChurn(1))).isCloseTo(0.3, within(1e-4));
    assertThat(Math.exp(ShrunkChurn.of(4, 4, 0.2, 10).model().logChurn(1)))
        .isCloseTo(6 / 14.0, within(1e-12));
    RetentionFit fit =
        RetentionFit.of(
            RetentionFamily.CONSTANT,
            Risks.of(new long[] {0, 60_000, 40_000}, new long[] {0, 18_000, 12_000}));
    assertThat(many.model().odds())
        .isCloseTo(fit.model().orElseThrow().parameters().get("odds"), within(1e-3));
    assertThat(Math.sqrt(many.logVariance()) * many.model().odds())
        .isCloseTo(fit.standardErrors().get("odds"), within(1e-4));
    assertThat(many.logLikelihood()).isCloseTo(fit.logLikelihood().orElseThrow(), within(1e-2));
    assertThat(RetentionFamily.ofLabel("constant").model(many.model().parameters()).logSurvival(3))
        .isCloseTo(many.model().logSurvival(3), within(1e-12));
  }

  @Test
  void boundsOfSubscriptionsAloneAreThoseOfTheirCounts() {
    double[] payments = monthly(12, 10);
    FutureRenewals future = certain(new ConstantRetention(0.05)).after(2, payments);
    ValueInterval interval = ValueIntervals.ofRenewals(List.of(future), "1");
    double stays = 1 / 1.05;

    assertThat(interval.zero()).isCloseTo(1 - stays, within(1e-12));
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isCloseTo(Arrays.stream(payments).sum(), within(1e-9));
    // It ends at once with 2.4 %: of the 2.5 % on this side next to nothing is left.
    ValueInterval sure =
        ValueIntervals.ofRenewals(
            List.of(certain(new ConstantRetention(0.0246)).after(2, payments)), "1");
    assertThat(sure.low()).isBetween(0.0, payments[0] + payments[1]);
    ValueInterval lost =
        ValueIntervals.ofRenewals(
            List.of(certain(new ConstantRetention(30)).after(2, payments)), "1");
    assertThat(lost).isEqualTo(new ValueInterval(lost.zero(), 0, 0));
    assertThat(lost.zero()).isCloseTo(30 / 31.0, within(1e-12));
    assertThat(ValueIntervals.ofRenewals(List.of(), "1")).isEqualTo(new ValueInterval(1, 0, 0));
  }

  /** Orders by what is known of the customer, renewals one by one: no formula of either. */
  @Test
  void boundsOfTheSumHold95PercentOfWhatComes() {
    ValueIntervals intervals = ValueIntervals.of(List.of(MBG), SPEND, 52, INTEREST, "1");
    Renewals renewals = certain(SBG);
    for (PurchaseHistory history :
        List.of(
            new PurchaseHistory(0, 0, 20),
            new PurchaseHistory(4, 30, 40),
            new PurchaseHistory(30, 39, 40))) {
      for (int period : new int[] {0, 1, 9}) {
        double[] payments = monthly(12, 10);
        double[] yearly = {95};
        double unit = SPEND.unit(history.frequency(), 30) * 0.4;
        List<FutureRenewals> futures =
            List.of(renewals.after(period, payments), renewals.after(1, yearly));
        ValueInterval interval = intervals.of(history, unit, futures);

        Dice dice = Dice.of(history.frequency(), period);
        double inside = 0;
        double nothing = 0;
        double all = 0;
        for (int i = 0; i < 20_000; i++) {
          double rate = dice.gamma(MBG.r() + history.frequency()) / MBG.alpha();
          double stop = dice.beta(MBG.a(), MBG.b());
          Life life = life(history, stop, dice);
          double orders =
              life.alive ? drawnOrders(history, rate * life.scale, stop, unit, dice) : 0;
          double value = orders + drawn(period, payments, dice) + drawn(1, yearly, dice);
          all += life.weight;
          nothing += value == 0 ? life.weight : 0;
          inside += value >= interval.low() && value <= interval.high() ? life.weight : 0;
        }
        assertThat(interval.zero()).isCloseTo(nothing / all, within(0.02));
        assertThat(inside / all).as("%s, %d", history, period).isBetween(0.925, 0.975);
      }
    }
  }

  /** How well a chance to stop agrees with the history, and whether the customer goes on. */
  private record Life(double weight, boolean alive, double scale) {}

  /**
   * The rate was drawn as if the customer had been there for the time alpha: in fact it was there
   * for alpha + t_x if it stopped with the last order, and for alpha + T otherwise.
   */
  private static Life life(PurchaseHistory history, double stop, Dice dice) {
    double x = (double) history.frequency();
    double shape = MBG.r() + x;
    double alive = Math.pow(1 - stop, x + 1) * Math.pow(MBG.alpha() + history.age(), -shape);
    double gone = stop * Math.pow(1 - stop, x) * Math.pow(MBG.alpha() + history.recency(), -shape);
    boolean isAlive = dice.uniform() * (alive + gone) < alive;
    return new Life(
        (alive + gone) * Math.pow(MBG.alpha(), shape),
        isAlive,
        MBG.alpha() / (MBG.alpha() + history.age()));
  }

  private static double drawnOrders(
      PurchaseHistory history, double rate, double stop, double unit, Dice dice) {
    double spendRate = dice.gamma(SPEND.p() * history.frequency() + SPEND.q()) / unit;
    double value = 0;
    double time = 0;
    while (true) {
      time -= Math.log(dice.uniform()) / rate;
      if (time > 52) {
        return value;
      }
      value += dice.gamma(SPEND.p()) / spendRate * Math.exp(-INTEREST * time);
      if (dice.uniform() < stop) {
        return value;
      }
    }
  }

  private static double drawn(int period, double[] payments, Dice dice) {
    double value = 0;
    for (int i = 0; i < payments.length && dice.uniform() < rate(SBG, period + i); i++) {
      value += payments[i];
    }
    return value;
  }

  @Test
  void withoutSubscriptionsTheIntervalIsThatOfOrders() {
    ValueIntervals intervals = ValueIntervals.of(List.of(MBG), SPEND, 52, INTEREST, "1");
    PurchaseHistory history = new PurchaseHistory(4, 30, 40);
    FutureRenewals future = certain(SBG).after(2, monthly(12, 10));
    FutureRenewals free = certain(SBG).after(2, monthly(12, 0));

    assertThat(intervals.of(history, 3, List.of())).isEqualTo(intervals.of(history).times(3));
    assertThat(intervals.of(history, 0, List.of(future)))
        .isEqualTo(ValueIntervals.ofRenewals(List.of(future), "1"));
    ValueInterval orders = intervals.of(history, 3, List.of(free));
    assertThat(orders.zero()).isEqualTo(intervals.of(history).zero());
    assertThat(orders.high())
        .isCloseTo(intervals.of(history).high() * 3, within(0.02 * orders.high()));
    assertThat(intervals.of(history, 3, List.of(future)).high()).isGreaterThan(orders.high());
  }
}
