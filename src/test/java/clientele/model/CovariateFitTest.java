package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.numeric.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Models of customers who differ by region and channel, as is known or as does not matter. */
class CovariateFitTest {
  private static final List<String> DUMMIES = List.of("region=North", "channel=web");

  /** Of all combinations of the two dummy variables. */
  private static final List<List<Integer>> CELLS =
      List.of(List.of(), List.of(0), List.of(1), List.of(0, 1));

  @Test
  void theGradientAndTheInformationAreThoseOfTheLikelihood() {
    Random random = new Random(1);
    for (PurchaseFamily family : List.of(PurchaseFamily.MBG_NBD, PurchaseFamily.PARETO_NBD)) {
      CovariateFamily covariates = new CovariateFamily(family, DUMMIES);
      Parts<List<Cell>> customers = parts(world(Map.of(), 60, 2));
      Objective likelihood = CovariateFit.likelihood(covariates, customers, 0.3);
      double[] logs = new double[covariates.names().size()];
      Arrays.setAll(logs, i -> random.nextGaussian() / 2);
      double[] gradient = likelihood.gradient(logs);
      double[][] information = likelihood.information(logs);
      for (int i = 0; i < logs.length; i++) {
        double[] above = moved(logs, i, 1e-5);
        double[] below = moved(logs, i, -1e-5);
        double slope = (likelihood.value(above) - likelihood.value(below)) / 2e-5;
        assertThat(gradient[i]).isCloseTo(slope, within(1e-5 * (1 + Math.abs(slope))));
        double[] up = likelihood.gradient(above);
        double[] down = likelihood.gradient(below);
        for (int j = 0; j < logs.length; j++) {
          assertThat(information[i][j]).isCloseTo((down[j] - up[j]) / 2e-5, within(1e-4));
        }
      }
    }
  }

  private static double[] moved(double[] logs, int i, double by) {
    double[] moved = logs.clone();
    moved[i] += by;
    return moved;
  }

  /** Customers of the North buy twice as often, those of the web stop more often. */
  @Test
  void factorsAreRecovered() {
    Map<String, Double> truth = Map.of("alpha[region=North]", 0.5, "a[channel=web]", 2.0);
    Parts<List<Cell>> customers = parts(world(truth, 6_000, 3));
    PurchaseFit plain = plain(customers);
    CovariateFamily family = new CovariateFamily(PurchaseFamily.MBG_NBD, DUMMIES);
    CovariateFit fit = CovariateFit.of(family, customers, plain).orElseThrow();

    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    assertThat(fit.parameters().keySet()).containsExactlyElementsOf(family.names());
    Map<String, Double> errors = fit.standardErrors();
    fit.parameters()
        .forEach(
            (name, value) -> {
              double expected = truth.getOrDefault(name, BASE.getOrDefault(name, 1.0));
              // Of ten parameters one lies beyond 3.3 standard errors in a hundred data sets.
              assertThat(Math.log(value / expected) / (errors.get(name) / value))
                  .as(name)
                  .isBetween(-3.3, 3.3);
            });
    assertThat(errors.get("alpha[region=North]")).isLessThan(0.05);
    assertThat(fit.pValue()).isLessThan(1e-12);
    assertThat(CovariateFamily.parameters(fit.parameters(), List.of("region=North", "x=y")))
        .containsOnlyKeys("r", "alpha", "a", "b")
        .containsEntry("r", fit.parameters().get("r"))
        .containsEntry(
            "alpha", fit.parameters().get("alpha") * fit.parameters().get("alpha[region=North]"));
  }

  /** Customers of the North buy half as often and stop thrice as fast. */
  @Test
  void factorsOfAnotherFamilyAreRecovered() {
    Map<String, Double> truth = new LinkedHashMap<>(PARETO);
    truth.put("alpha[region=North]", 2.0);
    truth.put("beta[region=North]", 1 / 3.0);
    Parts<List<Cell>> customers =
        parts(world(PurchaseFamily.PARETO_NBD, truth, 1_500, 6).subList(0, 2));
    PurchaseFit plain =
        PurchaseFit.of(PurchaseFamily.PARETO_NBD, customers.map(cells -> cells.get(0).histories()));
    CovariateFamily family =
        new CovariateFamily(PurchaseFamily.PARETO_NBD, List.of("region=North"));
    CovariateFit fit = CovariateFit.of(family, customers, plain).orElseThrow();

    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    Map<String, Double> errors = fit.standardErrors();
    fit.parameters()
        .forEach(
            (name, value) ->
                assertThat(Math.log(value / truth.get(name)) / (errors.get(name) / value))
                    .as(name)
                    .isBetween(-3.3, 3.3));
    assertThat(errors.get("alpha[region=North]")).isLessThan(0.5);
    assertThat(fit.pValue()).isLessThan(1e-12);
  }

  @Test
  void whatDoesNotMatterGainsLittle() {
    Parts<List<Cell>> customers = parts(world(Map.of(), 1_500, 4));
    PurchaseFit plain = plain(customers);
    CovariateFit fit =
        CovariateFit.of(new CovariateFamily(PurchaseFamily.MBG_NBD, DUMMIES), customers, plain)
            .orElseThrow();

    assertThat(fit.logLikelihood()).isGreaterThanOrEqualTo(plain.logLikelihood());
    // Chi-square of 6 degrees of freedom is beyond 22.5 once in a thousand.
    assertThat(fit.chiSquare()).isBetween(0.0, 22.5);
    assertThat(fit.pValue()).isGreaterThan(0.001);
  }

  @Test
  void withoutDummiesItIsThePlainModel() {
    Parts<List<Cell>> customers =
        parts(
            world(Map.of(), 500, 5).stream()
                .map(cell -> new Cell(List.of(), cell.histories()))
                .toList());
    PurchaseFit plain = plain(customers);
    CovariateFit fit =
        CovariateFit.of(new CovariateFamily(PurchaseFamily.MBG_NBD, List.of()), customers, plain)
            .orElseThrow();

    assertThat(fit.logLikelihood()).isCloseTo(plain.logLikelihood(), within(1e-8));
    plain
        .model()
        .parameters()
        .forEach(
            (name, value) ->
                assertThat(fit.parameters().get(name)).isCloseTo(value, within(1e-6 * value)));
  }

  private static final Map<String, Double> BASE =
      Map.of("r", 0.6, "alpha", 6.0, "a", 0.9, "b", 1.6);

  private static final Map<String, Double> PARETO =
      Map.of("r", 0.7, "alpha", 5.0, "s", 0.7, "beta", 15.0);

  private static List<Cell> world(Map<String, Double> factors, int customers, long seed) {
    Map<String, Double> all = new LinkedHashMap<>(BASE);
    all.putAll(factors);
    return world(PurchaseFamily.MBG_NBD, all, customers, seed);
  }

  private static List<Cell> world(
      PurchaseFamily family, Map<String, Double> all, int customers, long seed) {
    List<Cell> cells = new ArrayList<>();
    for (List<Integer> ones : CELLS) {
      Map<String, Double> own =
          CovariateFamily.parameters(all, ones.stream().map(DUMMIES::get).toList());
      cells.add(
          new Cell(
              ones,
              new SimulatedPurchases(
                      PurchaseFamily.model(family.label(), own), seed + 10L * cells.size())
                  .customers(customers, 60)));
    }
    return cells;
  }

  private static Parts<List<Cell>> parts(List<Cell> cells) {
    return new Here<>(cells.stream().map(List::of).toList(), cells);
  }

  private static PurchaseFit plain(Parts<List<Cell>> customers) {
    return PurchaseFit.of(PurchaseFamily.MBG_NBD, customers.map(cells -> cells.get(0).histories()));
  }
}
