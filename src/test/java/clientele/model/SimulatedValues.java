package clientele.model;

/** Customers whose truth is known, with what they spend, of any purchase model that has a clock. */
final class SimulatedValues {
  private final PurchaseModel truth;
  private final GammaGamma spend;
  private final Dice dice;

  SimulatedValues(PurchaseModel truth, GammaGamma spend, long seed) {
    this.truth = truth;
    this.spend = spend;
    this.dice = Dice.of(seed);
  }

  /**
   * A customer up to an age and in the horizon after it.
   *
   * @param spent on all repeat orders up to the age
   * @param later number of orders in the horizon
   * @param value of these at their present value
   */
  record Life(PurchaseHistory history, double spent, long later, double value) {
    double meanSpend() {
      return history.frequency() == 0 ? 0 : spent / history.frequency();
    }
  }

  Life life(double age, double horizon, double interest) {
    double spendRate = dice.gamma(spend.q()) / spend.gamma();
    double end = Double.POSITIVE_INFINITY;
    double stop = 0;
    double r;
    double alpha;
    if (truth instanceof ParetoNbd pareto) {
      r = pareto.r();
      alpha = pareto.alpha();
      end = -Math.log(dice.uniform()) / dice.gamma(pareto.s()) * pareto.beta();
    } else if (truth instanceof MbgNbd mbg) {
      r = mbg.r();
      alpha = mbg.alpha();
      stop = dice.beta(mbg.a(), mbg.b());
      end = dice.uniform() < stop ? 0 : end;
    } else {
      BgNbd bg = (BgNbd) truth;
      r = bg.r();
      alpha = bg.alpha();
      stop = dice.beta(bg.a(), bg.b());
    }
    double rate = dice.gamma(r) / alpha;
    long frequency = 0;
    double recency = 0;
    double spent = 0;
    long later = 0;
    double value = 0;
    double time = 0;
    while (true) {
      double before = time;
      time -= Math.log(dice.uniform()) / rate;
      if (time > Math.min(end, age + horizon) || time == before) {
        return new Life(new PurchaseHistory(frequency, recency, age), spent, later, value);
      }
      double money = dice.gamma(spend.p()) / spendRate;
      if (time <= age) {
        frequency++;
        recency = time;
        spent += money;
      } else {
        later++;
        value += money * Math.exp(-interest * (time - age));
      }
      end = dice.uniform() < stop ? time : end;
    }
  }
}
