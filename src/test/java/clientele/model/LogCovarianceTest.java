package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogCovarianceTest {
  private static final Map<String, Double> PARAMETERS =
      PurchaseFamily.MBG_NBD.named(0.525, 6.183, 0.891, 1.614);

  private static final double[][] COVARIANCE = {
    {0.0256, 0.0120, -0.0200, -0.0280},
    {0.0120, 0.0130, -0.0080, -0.0100},
    {-0.0200, -0.0080, 0.0320, 0.0480},
    {-0.0280, -0.0100, 0.0480, 0.1120}
  };

  /** 200 opposite pairs: the mean is exact, a covariance good to a fifth of the largest. */
  @Test
  void plausibleModelsVaryTogetherAsTheCovarianceSays() {
    List<PurchaseModel> models =
        LogCovariance.of(PurchaseFamily.MBG_NBD, COVARIANCE)
            .plausible(PurchaseFamily.MBG_NBD, PARAMETERS, 400);
    List<String> names = PurchaseFamily.MBG_NBD.names();

    assertThat(models).hasSize(400);
    for (int i = 0; i < 4; i++) {
      String one = names.get(i);
      assertThat(models.stream().mapToDouble(model -> apart(model, one)).sum())
          .isEqualTo(0, within(1e-9));
      for (int j = 0; j < 4; j++) {
        String other = names.get(j);
        double covariance =
            models.stream()
                .mapToDouble(model -> apart(model, one) * apart(model, other))
                .average()
                .orElseThrow();
        double size = Math.sqrt(COVARIANCE[i][i] * COVARIANCE[j][j]);
        assertThat(covariance).isEqualTo(COVARIANCE[i][j], within(0.2 * size));
      }
    }
  }

  @Test
  void aFewModelsAroundHaveExactlyTheCovariance() {
    List<PurchaseModel> models =
        LogCovariance.of(PurchaseFamily.MBG_NBD, COVARIANCE)
            .around(PurchaseFamily.MBG_NBD, PARAMETERS);
    List<String> names = PurchaseFamily.MBG_NBD.names();

    assertThat(models).hasSize(8);
    for (int i = 0; i < 4; i++) {
      String one = names.get(i);
      assertThat(models.stream().mapToDouble(model -> apart(model, one)).sum())
          .isEqualTo(0, within(1e-12));
      for (int j = 0; j < 4; j++) {
        String other = names.get(j);
        assertThat(
                models.stream()
                    .mapToDouble(model -> apart(model, one) * apart(model, other))
                    .average()
                    .orElseThrow())
            .isEqualTo(COVARIANCE[i][j], within(1e-12));
      }
    }
  }

  /** ln of a parameter of the cell = ln of that of all + ln of the factors of what is known. */
  @Test
  void parametersOfACellVaryAsTheSumsThatTheyAre() {
    CovariateFamily family =
        new CovariateFamily(PurchaseFamily.PARETO_NBD, List.of("region=North", "channel=web"));
    int n = family.names().size();
    double[][] root = new double[n][n];
    Random random = new Random(2);
    for (int i = 0; i < n; i++) {
      Arrays.setAll(root[i], j -> random.nextGaussian());
    }
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          covariance[i][j] += root[i][k] * root[j][k];
        }
      }
    }
    // Of r, alpha, s, beta, alpha[North], alpha[web], beta[North], beta[web].
    double[][] sums = {
      {1, 0, 0, 0, 0, 0, 0, 0},
      {0, 1, 0, 0, 0, 1, 0, 0},
      {0, 0, 1, 0, 0, 0, 0, 0},
      {0, 0, 0, 1, 0, 0, 0, 1}
    };
    LogCovariance ofWeb =
        LogCovariance.of(family.names(), covariance)
            .ofCell(PurchaseFamily.PARETO_NBD, List.of("region=South", "channel=web"));

    assertThat(ofWeb.pairs()).hasSize(10);
    List<String> names = PurchaseFamily.PARETO_NBD.names();
    for (int i = 0; i < 4; i++) {
      for (int j = i; j < 4; j++) {
        double expected = 0;
        for (int k = 0; k < n; k++) {
          for (int l = 0; l < n; l++) {
            expected += sums[i][k] * covariance[k][l] * sums[j][l];
          }
        }
        assertThat(ofWeb.pairs().get(names.get(i) + "," + names.get(j)))
            .isEqualTo(expected, within(1e-12));
      }
    }
  }

  private static double apart(PurchaseModel model, String name) {
    return Math.log(model.parameters().get(name) / PARAMETERS.get(name));
  }

  @Test
  void modelsAreThoseOfTheirNameAndParameters() {
    Map<PurchaseFamily, PurchaseModel> models =
        Map.of(
            PurchaseFamily.MBG_NBD, new MbgNbd(0.5, 6, 0.9, 1.6),
            PurchaseFamily.BG_NBD, new BgNbd(0.2, 4, 0.8, 2.4),
            PurchaseFamily.PARETO_NBD, new ParetoNbd(0.5, 10, 0.6, 11),
            PurchaseFamily.NBD, new Nbd(0.4, 5),
            PurchaseFamily.BG_BB, new BgBb(1.2, 0.7, 0.6, 2.8));
    models.forEach(
        (family, model) -> {
          PurchaseModel again = PurchaseFamily.model(family.label(), model.parameters());
          assertThat(again).hasSameClassAs(model);
          model
              .parameters()
              .forEach(
                  (name, value) ->
                      assertThat(again.parameters().get(name)).isEqualTo(value, within(1e-12)));
        });
    assertThat(PurchaseFamily.model("mean", Map.of("rate", 0.25)))
        .isEqualTo(new ConstantRate(0.25));
    assertThat(SpendModel.of("gamma-gamma", new GammaGamma(6, 3, 15).parameters()))
        .isEqualTo(new GammaGamma(6, 3, 15));
    assertThat(SpendModel.of("own-mean", new OwnMean(30).parameters())).isEqualTo(new OwnMean(30));
  }
}
