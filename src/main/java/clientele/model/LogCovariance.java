package clientele.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How far the parameters of a fitted model may be from the true ones: the covariance of their logs.
 *
 * @param pairs by two names with a comma between, in the order of the parameters: "r,r", "r,alpha"
 *     and so on, each pair once
 */
public record LogCovariance(Map<String, Double> pairs) {
  /** Of {@link PurchaseFit#covariance()}. */
  public static LogCovariance of(PurchaseFamily family, double[][] covariance) {
    return of(family.names(), covariance);
  }

  /** Of parameters by their names. */
  public static LogCovariance of(List<String> names, double[][] covariance) {
    Map<String, Double> pairs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i; j < names.size(); j++) {
        pairs.put(pair(names, i, j), covariance[i][j]);
      }
    }
    return new LogCovariance(pairs);
  }

  /**
   * Of the parameters of customers of whom something is known, each the product of a parameter and
   * of factors, as {@link CovariateFamily#parameters} multiplies them.
   *
   * @param known the dummy variables that are 1 of them; others than there are count for nothing
   */
  public LogCovariance ofCell(PurchaseFamily family, Collection<String> known) {
    List<List<String>> terms =
        family.names().stream()
            .map(name -> CovariateFamily.terms(name, known).filter(this::has).toList())
            .toList();
    double[][] covariance = new double[terms.size()][terms.size()];
    for (int i = 0; i < terms.size(); i++) {
      for (int j = 0; j < terms.size(); j++) {
        for (String one : terms.get(i)) {
          for (String other : terms.get(j)) {
            covariance[i][j] += of(one, other);
          }
        }
      }
    }
    return of(family, covariance);
  }

  private boolean has(String name) {
    return pairs.containsKey(name + "," + name);
  }

  private double of(String one, String other) {
    Double inOrder = pairs.get(one + "," + other);
    return inOrder == null ? pairs.get(other + "," + one) : inOrder;
  }

  private static String pair(List<String> names, int one, int other) {
    return names.get(Math.min(one, other)) + "," + names.get(Math.max(one, other));
  }

  /**
   * Models that could be the true one, the same in every call: normal in the logs of the
   * parameters.
   *
   * @param parameters of the fitted model
   * @param count how many; even, so that they come in opposite pairs, and at most 400
   */
  public List<PurchaseModel> plausible(
      PurchaseFamily family, Map<String, Double> parameters, int count) {
    return plausible(family.names(), family::at, parameters, count);
  }

  /** The same for how customers renew. */
  public List<RetentionModel> plausible(
      RetentionFamily family, Map<String, Double> parameters, int count) {
    return plausible(family.names(), family::at, parameters, count);
  }

  private <M> List<M> plausible(
      List<String> names, Function<double[], M> at, Map<String, Double> parameters, int count) {
    double[][] root = root(names);
    return IntStream.range(0, count)
        .mapToObj(draw -> at.apply(moved(names, parameters, root, Chance.normal(draw))))
        .toList();
  }

  /**
   * A few models around the fitted one whose mean and covariance, in the logs of the parameters,
   * are exactly those of the estimate: for what is nearly linear in these, the variance over them
   * is that over all that could be the true one (S. J. Julier, J. K. Uhlmann, 1997, "A new
   * extension of the Kalman filter to nonlinear systems").
   *
   * @param parameters of the fitted model
   * @return in opposite pairs, a pair for each parameter
   */
  public List<PurchaseModel> around(PurchaseFamily family, Map<String, Double> parameters) {
    List<String> names = family.names();
    double[][] root = root(names);
    List<PurchaseModel> models = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      double[] normal = new double[names.size()];
      for (double way : new double[] {1, -1}) {
        normal[i] = way * Math.sqrt(names.size());
        models.add(family.at(moved(names, parameters, root, normal)));
      }
    }
    return models;
  }

  /** The logs of parameters that are so many standard normal steps away. */
  private static double[] moved(
      List<String> names, Map<String, Double> parameters, double[][] root, double[] normal) {
    double[] logs = new double[root.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(parameters.get(names.get(i)));
      for (int j = 0; j <= i; j++) {
        logs[i] += root[i][j] * normal[j];
      }
    }
    return logs;
  }

  /** The lower triangle whose product with its mirror image is the covariance (A. Cholesky). */
  private double[][] root(List<String> names) {
    int n = names.size();
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = pairs.get(pair(names, i, j));
        for (int k = 0; k < j; k++) {
          rest -= root[i][k] * root[j][k];
        }
        // Rounding may leave a little less than nothing of what is hardly there.
        root[i][j] = i == j ? Math.sqrt(Math.max(0, rest)) : ratio(rest, root[j][j]);
      }
    }
    return root;
  }

  private static double ratio(double rest, double diagonal) {
    return diagonal == 0 ? 0 : rest / diagonal;
  }
}
