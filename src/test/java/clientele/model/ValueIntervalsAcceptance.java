package clientele.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether the intervals of customer values hold what they promise, of 200,000 simulated customers
 * whose parameters are estimated. Too long for the build: a program of its own, which prints what
 * it finds. Argument: how many customers.
 */
final class ValueIntervalsAcceptance {
  private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);
  private static final double HORIZON = 52;
  private static final double INTEREST = Math.log(1.15) / 52;

  private ValueIntervalsAcceptance() {}

  private record Case(ValueInterval interval, double expected, double value, double pit) {
    boolean inside() {
      return value >= interval.low() && value <= interval.high();
    }
  }

  public static void main(String[] arguments) {
    int customers = Integer.parseInt(arguments[0]);
    for (PurchaseFamily family :
        List.of(PurchaseFamily.MBG_NBD, PurchaseFamily.PARETO_NBD, PurchaseFamily.BG_NBD)) {
      PurchaseModel truth =
          switch (family) {
            case BG_NBD -> new BgNbd(0.243, 4.414, 0.793, 2.426);
            case MBG_NBD -> new MbgNbd(0.525, 6.183, 0.891, 1.614);
            case PARETO_NBD -> new ParetoNbd(0.553, 10.578, 0.606, 11.669);
            case BG_BB, NBD -> throw new IllegalArgumentException(family.label());
          };
      report(family, truth, customers);
    }
  }

  private static void report(PurchaseFamily family, PurchaseModel truth, int customers) {
    SimulatedValues world = new SimulatedValues(truth, SPEND, 20241122);
    List<SimulatedValues.Life> lives =
        IntStream.range(0, customers)
            .mapToObj(i -> world.life(26 + i % 365 / 7.0, HORIZON, INTEREST))
            .toList();
    PurchaseFit fit =
        PurchaseFit.of(
            family,
            PurchaseHistories.of(lives.stream().map(SimulatedValues.Life::history).toList()));
    List<SimulatedValues.Life> repeaters =
        lives.stream().filter(life -> life.history().frequency() > 0).toList();
    SpendFit spendFit =
        SpendFit.of(
            SpendHistories.of(
                repeaters.stream().mapToLong(life -> life.history().frequency()).toArray(),
                repeaters.stream().mapToDouble(SimulatedValues.Life::meanSpend).toArray(),
                repeaters.stream().mapToDouble(life -> 1).toArray()));
    SpendModel spend = spendFit.model().orElseThrow();
    System.out.printf("%s %s %s%n", fit.model(), fit.status(), spend);
    ValueIntervals intervals =
        ValueIntervals.of(List.of(fit.model()), spend, HORIZON, INTEREST, family.label());
    Dice dice = Dice.of(1);
    long start = System.nanoTime();
    List<ValueInterval> laws = lives.stream().map(life -> intervals.of(life.history())).toList();
    double seconds = (System.nanoTime() - start) / 1e9;
    long worked = laws.stream().filter(law -> law.zero() < 0.95).count();
    System.out.printf(
        "%.1f s, %.1f us a key, %.1f us a key that is drawn (%d)%n",
        seconds, seconds / customers * 1e6, seconds / worked * 1e6, worked);
    List<Case> cases =
        IntStream.range(0, customers)
            .mapToObj(i -> of(fit.model(), spend, lives.get(i), laws.get(i), dice))
            .toList();
    line("all", cases);
    line("zero < .025", within(cases, 0, 0.025));
    line("zero .025 .5", within(cases, 0.025, 0.5));
    line("zero .5 .8", within(cases, 0.5, 0.8));
    line("zero .8 .95", within(cases, 0.8, 0.95));
    line("zero >= .95", within(cases, 0.95, 1.1));
    List<Case> ranked = cases.stream().sorted(Comparator.comparingDouble(Case::expected)).toList();
    for (int decile = 0; decile < 10; decile++) {
      line(
          "clv decile " + (decile + 1),
          ranked.subList(customers / 10 * decile, customers / 10 * (decile + 1)));
    }
    System.out.printf(
        "mean width over that of 20,000 draws, 400 keys: %.4f%n",
        width(fit.model(), spend, lives, laws));
    int[] bins = new int[20];
    cases.forEach(c -> bins[Math.min(19, (int) (20 * c.pit()))]++);
    System.out.println(
        "PIT % "
            + Arrays.toString(
                Arrays.stream(bins)
                    .mapToDouble(b -> Math.round(1e4 * b / customers) / 1e2)
                    .toArray()));
    System.out.printf(
        "totals: expected %.0f actual %.0f; expected orders %.0f actual %d%n",
        cases.stream().mapToDouble(Case::expected).sum(),
        cases.stream().mapToDouble(Case::value).sum(),
        lives.stream()
            .mapToDouble(life -> fit.model().outlook(life.history()).expectedOrders(HORIZON))
            .sum(),
        lives.stream().mapToLong(SimulatedValues.Life::later).sum());
  }

  /** Of the upper bounds of some histories for which nothing is neither sure nor impossible. */
  private static double width(
      PurchaseModel model,
      SpendModel spend,
      List<SimulatedValues.Life> lives,
      List<ValueInterval> laws) {
    int[] some =
        IntStream.range(0, lives.size())
            .filter(i -> laws.get(i).zero() >= 0.025 && laws.get(i).zero() < 0.95)
            .limit(400)
            .toArray();
    double wide = 0;
    double width = 0;
    for (int i : some) {
      PurchaseHistory history = lives.get(i).history();
      double zero = laws.get(i).zero();
      FutureOrders future = FutureOrders.of(model.outlook(history), HORIZON);
      Dice dice = Dice.of(i);
      double[][] draws = new double[20_000][];
      double all = 0;
      for (int k = 0; k < draws.length; k++) {
        FutureOrders.Draw draw = future.draw((k + 0.5) / draws.length, dice.uniform(), dice);
        double value = ((GammaGamma) spend).drawn(history.frequency(), draw.number(), dice);
        draws[k] = new double[] {value * Math.exp(-INTEREST * draw.meanTime()), draw.weight()};
        all += draw.weight();
      }
      Arrays.sort(draws, Comparator.comparingDouble(draw -> draw[0]));
      double wanted = all * (0.95 - zero) / (1 - zero);
      int k = 0;
      for (double passed = draws[0][1]; passed < wanted; passed += draws[k][1]) {
        k++;
      }
      double unit = spend.unit(history.frequency(), lives.get(i).meanSpend());
      wide += unit * draws[k][0];
      width += unit * laws.get(i).high();
    }
    return width / wide;
  }

  private static Case of(
      PurchaseModel model,
      SpendModel spend,
      SimulatedValues.Life life,
      ValueInterval law,
      Dice dice) {
    PurchaseOutlook outlook = model.outlook(life.history());
    long x = life.history().frequency();
    // Randomised, of the count of orders.
    double below = life.later() == 0 ? 0 : 1 - outlook.moreThan(life.later() - 1, HORIZON);
    double pit = below + dice.uniform() * (1 - outlook.moreThan(life.later(), HORIZON) - below);
    return new Case(
        law.times(spend.unit(x, life.meanSpend())),
        outlook.discountedOrders(HORIZON, INTEREST) * spend.expected(x, life.meanSpend()),
        life.value(),
        pit);
  }

  private static List<Case> within(List<Case> cases, double from, double to) {
    return cases.stream()
        .filter(c -> c.interval().zero() >= from && c.interval().zero() < to)
        .toList();
  }

  private static void line(String name, List<Case> cases) {
    System.out.printf(
        "%-14s n %7d covered %.4f width %.2f%n",
        name,
        cases.size(),
        cases.stream().filter(Case::inside).count() / (double) cases.size(),
        cases.stream()
            .mapToDouble(c -> c.interval().high() - c.interval().low())
            .average()
            .orElse(0));
  }
}
