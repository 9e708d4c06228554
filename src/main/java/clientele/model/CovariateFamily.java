package clientele.model;

import clientele.model.numeric.Sums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A family of purchase models whose customers differ by what is known of them besides: dummy
 * variables such as region=North, each of which multiplies some parameters by a factor.
 *
 * <pre>
 * Pareto/NBD     α_i = α exp(-γ₁'z_i)   β_i = β exp(-γ₂'z_i)
 * BG, MBG/NBD    α_i = α exp(-γ₁'z_i)   a_i = a exp(γ₂'z_i)   b_i = b exp(γ₃'z_i)
 * </pre>
 *
 * <p>The factor exp(±γ) of one dummy variable is a parameter like the others, above 0, and 1 if it
 * does not matter. P. S. Fader, B. G. S. Hardie, 2007, "Incorporating time-invariant covariates
 * into the Pareto/NBD and BG/NBD models".
 *
 * @param family of the customers of whom all dummy variables are 0
 * @param dummies the names of the variables
 */
public record CovariateFamily(PurchaseFamily family, List<String> dummies) implements Serializable {
  public CovariateFamily {
    dummies = List.copyOf(dummies);
  }

  /** The parameters of the family, and then the factors, as alpha[region=North]. */
  public List<String> names() {
    return Stream.concat(
            family.names().stream(),
            family.scales().stream()
                .flatMap(scale -> dummies.stream().map(dummy -> factor(scale, dummy))))
        .toList();
  }

  private static String factor(String parameter, String dummy) {
    return parameter + "[" + dummy + "]";
  }

  /** The logs of the same parameters after all times have been multiplied by e^shift. */
  double[] shifted(double[] logs, double shift) {
    double[] shifted = logs.clone();
    double[] ofFamily = family.shifted(Arrays.copyOf(logs, family.names().size()), shift);
    System.arraycopy(ofFamily, 0, shifted, 0, ofFamily.length);
    return shifted;
  }

  /** How many parameters there are more than in the family. */
  public int factors() {
    return family.scales().size() * dummies.size();
  }

  /**
   * The parameters of customers, from those of all.
   *
   * @param parameters by {@link #names}
   * @param known the dummy variables that are 1 of them; others than there are count for nothing
   */
  public static Map<String, Double> parameters(
      Map<String, Double> parameters, Collection<String> known) {
    Map<String, Double> own = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          if (!name.endsWith("]")) {
            double product = 1;
            for (String term : terms(name, known).toList()) {
              product *= parameters.getOrDefault(term, 1.0);
            }
            own.put(name, product);
          }
        });
    return own;
  }

  /** The names of a parameter and of the factors that may go with it. */
  static Stream<String> terms(String name, Collection<String> known) {
    return Stream.concat(Stream.of(name), known.stream().map(dummy -> factor(name, dummy)));
  }

  /** For each parameter of the family the places of the logs whose sum it is in a cell. */
  private int[][] places(List<Integer> ones) {
    int[][] places = new int[family.names().size()][];
    for (int i = 0; i < places.length; i++) {
      int scale = family.scales().indexOf(family.names().get(i));
      IntStream factors =
          scale < 0
              ? IntStream.empty()
              : ones.stream().mapToInt(one -> family.names().size() + scale * dummies.size() + one);
      places[i] = IntStream.concat(IntStream.of(i), factors).toArray();
    }
    return places;
  }

  private static double[] own(double[] logs, int[][] places) {
    double[] own = new double[places.length];
    for (int i = 0; i < own.length; i++) {
      for (int place : places[i]) {
        own[i] += logs[place];
      }
    }
    return own;
  }

  /** The log likelihood of cells, and after it the gradient. */
  double[] sums(List<Cell> cells, double scale, double[] logs) {
    Sums sums = new Sums(logs.length + 1);
    for (Cell cell : cells) {
      int[][] places = places(cell.ones());
      double[] own = PurchaseLikelihood.sums(family, cell.histories(), scale, own(logs, places));
      sums.add(0, own[0]);
      for (int i = 0; i < places.length; i++) {
        for (int place : places[i]) {
          sums.add(place + 1, own[i + 1]);
        }
      }
    }
    return sums.values();
  }

  /** The negative Hessian of cells row by row, from the few parameters that each cell has. */
  double[] information(List<Cell> cells, double scale, double[] logs) {
    Sums sums = new Sums(logs.length * logs.length);
    for (Cell cell : cells) {
      int[][] places = places(cell.ones());
      double[][] own =
          PurchaseLikelihood.of(family, cell.histories().parts(), scale)
              .information(own(logs, places));
      for (int i = 0; i < places.length; i++) {
        for (int j = 0; j < places.length; j++) {
          for (int row : places[i]) {
            for (int column : places[j]) {
              sums.add(row * logs.length + column, own[i][j]);
            }
          }
        }
      }
    }
    return sums.values();
  }
}
