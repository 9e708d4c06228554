package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import clientele.model.numeric.Objective;
import clientele.testing.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The Gamma-Gamma model against published numbers, and what happens where it does not fit. */
class SpendFitTest {
  /** P. S. Fader, B. G. S. Hardie, 2013, with the log likelihood of the R package CLVTools. */
  @Test
  void gammaGammaOfCdnow() throws IOException {
    SpendFit fit = SpendFit.of(cdnow());
    GammaGamma model = (GammaGamma) fit.model().orElseThrow();

    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    assertThat(model.p()).isCloseTo(6.25, within(5e-3));
    assertThat(model.q()).isCloseTo(3.74, within(5e-3));
    assertThat(model.gamma()).isCloseTo(15.44, within(1e-2));
    assertThat(fit.logLikelihood()).isCloseTo(-4055.92, within(0.005));
    assertThat(model.expected()).isCloseTo(35.17, within(5e-3));
    Percentage one = Percentage.withPercentage(1);
    assertThat(fit.standardErrors().get("p")).isCloseTo(1.190, one);
    assertThat(fit.standardErrors().get("q")).isCloseTo(0.290, one);
    assertThat(fit.standardErrors().get("gamma")).isCloseTo(4.159, one);
  }

  /** Hardie's spreadsheet of the same data, first customers. */
  @Test
  void expectedSpendOfCustomers() {
    GammaGamma model = new GammaGamma(6.25, 3.74, 15.44);

    assertThat(model.expected(2, 22.35)).isCloseTo(24.65, within(0.1));
    assertThat(model.expected(1, 11.77)).isCloseTo(18.91, within(0.1));
    assertThat(model.expected(0, 0)).isCloseTo(35.17, within(0.1));
    assertThat(model.expected(7, 73.74)).isCloseTo(71.46, within(0.1));
    // The more orders, the nearer to the customer's own mean.
    assertThat(model.expected(1_000_000, 11.77)).isCloseTo(11.77, within(1e-3));
  }

  @Test
  void centsAndThousandsExpectTheSame() {
    GammaGamma one =
        (GammaGamma)
            SpendFit.of(simulated(new GammaGamma(3, 4, 20), 5000, 1)).model().orElseThrow();
    for (double factor : new double[] {1e-6, 100, 1e9}) {
      SpendFit fit = SpendFit.of(simulated(new GammaGamma(3, 4, 20 * factor), 5000, 1));
      GammaGamma other = (GammaGamma) fit.model().orElseThrow();

      assertThat(other.p()).isCloseTo(one.p(), Percentage.withPercentage(1e-4));
      assertThat(other.expected(2, 10 * factor))
          .isCloseTo(factor * one.expected(2, 10), Percentage.withPercentage(1e-4));
    }
  }

  @Test
  void theGradientIsThatOfTheLikelihood() {
    Objective likelihood = SpendLikelihood.of(simulated(new GammaGamma(3, 4, 2), 50, 2).parts(), 1);
    for (double[] logs : new double[][] {{0, 0, 0}, {2, -1, 3}, {-3, 1, -2}, {5, 5, 0}}) {
      double[] gradient = likelihood.gradient(logs);
      for (int k = 0; k < 3; k++) {
        double[] above = logs.clone();
        double[] below = logs.clone();
        above[k] += 1e-5;
        below[k] -= 1e-5;
        double slope = (likelihood.value(above) - likelihood.value(below)) / 2e-5;
        assertThat(gradient[k]).isCloseTo(slope, within(1e-6 * (100 + Math.abs(slope))));
      }
    }
  }

  @Test
  void parametersAreRecovered() {
    SpendFit fit = SpendFit.of(simulated(new GammaGamma(3, 4, 20), 20_000, 3));

    double[] truth = {3, 4, 20};
    double[] found =
        ((GammaGamma) fit.model().orElseThrow())
            .parameters().values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] errors =
        fit.standardErrors().values().stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 0; i < 3; i++) {
      assertThat(Math.abs(found[i] - truth[i])).isLessThan(3 * errors[i]);
    }
  }

  @Test
  void withoutASoundMeanCustomersSpendWhatTheySpent() {
    Dice dice = Dice.of(4);
    long[] orders = new long[2000];
    double[] mean = new double[orders.length];
    for (int i = 0; i < orders.length; i++) {
      orders[i] = 1L + i % 4;
      mean[i] = dice.gamma(4.0 * orders[i]) / orders[i] / dice.gamma(0.7);
    }
    double[] one = new double[orders.length];
    Arrays.fill(one, 1);
    SpendFit fit = SpendFit.of(SpendHistories.of(orders, mean, one));

    assertThat(fit.status()).isEqualTo(FitStatus.NO_MEAN);
    assertThat(fit.standardErrors()).isEmpty();
    SpendModel model = fit.model().orElseThrow();
    assertThat(model).isInstanceOf(OwnMean.class);
    assertThat(model.expected(3, 12)).isEqualTo(12);
    assertThat(model.expected()).isPositive().isFinite();
    assertThatThrownBy(() -> new GammaGamma(1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no Gamma-Gamma model with a mean: p = 1.0, q = 1.0, gamma = 1.0");
  }

  @Test
  void fewOrEqualCustomersGiveAModelOfSomeKind() {
    SpendHistories[] few = {
      SpendHistories.of(new long[] {1}, new double[] {10}, new double[] {1}),
      SpendHistories.of(new long[] {3, 5}, new double[] {10, 11}, new double[] {1, 1}),
      SpendHistories.of(new long[] {2, 9}, new double[] {10, 10}, new double[] {500, 500})
    };
    for (SpendHistories spend : few) {
      SpendFit fit = SpendFit.of(spend);

      assertThat(fit.status()).isNotEqualTo(FitStatus.FITTED);
      assertThat(fit.model().orElseThrow().expected()).isBetween(5.0, 25.0);
      assertThat(fit.model().orElseThrow().expected(2, 10)).isBetween(5.0, 25.0);
    }
    SpendFit none = SpendFit.of(SpendHistories.of(new long[0], new double[0], new double[0]));
    assertThat(none.status()).isEqualTo(FitStatus.NO_REPEAT_SPEND);
    assertThat(none.model()).isEmpty();
    assertThatThrownBy(() -> SpendHistories.of(new long[] {1}, new double[] {0}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no spend history: x = 1, m = 0.0, of 1.0 customers");
  }

  /** From the folder that the environment variable CLIENTELE_DATA names. */
  private static SpendHistories cdnow() throws IOException {
    List<String[]> repeaters =
        Files.readAllLines(DataFolder.path().resolve("cdnow/sample_rfm_weeks.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .filter(cells -> !cells[1].equals("0"))
            .toList();
    return SpendHistories.of(
        repeaters.stream().mapToLong(cells -> Long.parseLong(cells[1])).toArray(),
        repeaters.stream().mapToDouble(cells -> Double.parseDouble(cells[4])).toArray(),
        repeaters.stream().mapToDouble(cells -> 1).toArray());
  }

  private static SpendHistories simulated(GammaGamma truth, int customers, long seed) {
    Dice dice = Dice.of(seed);
    long[] orders = new long[customers];
    double[] mean = new double[customers];
    double[] one = new double[customers];
    for (int i = 0; i < customers; i++) {
      orders[i] = 1L + i % 5;
      double rate = dice.gamma(truth.q()) / truth.gamma();
      mean[i] = dice.gamma(truth.p() * orders[i]) / rate / orders[i];
      one[i] = 1;
    }
    return SpendHistories.of(orders, mean, one);
  }
}
