package clientele.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether the true parameters of simulated customers are found again, from exact times of purchase,
 * and whether the standard errors say how well. Too long for the build: a program of its own, which
 * prints what it finds. Arguments: how many customers; how many seeds, and customers for each.
 */
final class RecoveryAcceptance {
  private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);

  private RecoveryAcceptance() {}

  public static void main(String[] arguments) {
    int customers = Integer.parseInt(arguments[0]);
    int seeds = Integer.parseInt(arguments[1]);
    int customersOfSeed = Integer.parseInt(arguments[2]);
    for (PurchaseModel truth :
        List.of(
            new BgNbd(0.243, 4.414, 0.793, 2.426),
            new MbgNbd(0.525, 6.183, 0.891, 1.614),
            new ParetoNbd(0.553, 10.578, 0.606, 11.669))) {
      System.out.printf(
          "%s%n  %d customers: Wald %.2f (at most 18.47)%n",
          truth, customers, wald(truth, 0, customers));
      double mean =
          IntStream.rangeClosed(1, seeds)
              .mapToDouble(seed -> wald(truth, seed, customersOfSeed))
              .average()
              .orElseThrow();
      System.out.printf(
          "  %d seeds of %d customers: mean Wald %.2f (2.8 to 5.2 for 50 seeds)%n",
          seeds, customersOfSeed, mean);
    }
  }

  private static double wald(PurchaseModel truth, int seed, int customers) {
    SimulatedValues world = new SimulatedValues(truth, SPEND, seed);
    long[] frequency = new long[customers];
    double[] recency = new double[customers];
    double[] age = new double[customers];
    double[] one = new double[customers];
    for (int i = 0; i < customers; i++) {
      PurchaseHistory history = world.life(26 + i % 730 / 7.0, 0, 0).history();
      frequency[i] = history.frequency();
      recency[i] = history.recency();
      age[i] = history.age();
      one[i] = 1;
    }
    PurchaseFit fit =
        PurchaseFit.of(family(truth), PurchaseHistories.of(frequency, recency, age, one));
    return PurchaseFitTest.wald(fit, truth);
  }

  private static PurchaseFamily family(PurchaseModel truth) {
    if (truth instanceof BgNbd) {
      return PurchaseFamily.BG_NBD;
    }
    return truth instanceof MbgNbd ? PurchaseFamily.MBG_NBD : PurchaseFamily.PARETO_NBD;
  }
}
