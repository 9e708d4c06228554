package clientele.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/** The families of {@link PurchaseModel}, by the logs of their parameters. */
// The names are unmodifiable, which their types do not say.
@SuppressWarnings("ImmutableEnumChecker")
public enum PurchaseFamily {
  BG_NBD("bg-nbd", List.of("r", "alpha", "a", "b"), Set.of("alpha"), List.of("alpha", "a", "b")) {
    @Override
    PurchaseModel at(double[] logs) {
      return BgNbd.ofLogs(logs);
    }

    @Override
    Terms terms(double[] logs) {
      return BetaGeometricTerms.ofBg(logs);
    }

    @Override
    List<double[]> starts(PurchaseTotals customers) {
      return around(customers, 0.5, 2);
    }
  },

  MBG_NBD("mbg-nbd", List.of("r", "alpha", "a", "b"), Set.of("alpha"), List.of("alpha", "a", "b")) {
    @Override
    PurchaseModel at(double[] logs) {
      return MbgNbd.ofLogs(logs);
    }

    @Override
    Terms terms(double[] logs) {
      return BetaGeometricTerms.ofMbg(logs);
    }

    @Override
    List<double[]> starts(PurchaseTotals customers) {
      return around(customers, 0.5, 1.5);
    }
  },

  PARETO_NBD(
      "pareto-nbd",
      List.of("r", "alpha", "s", "beta"),
      Set.of("alpha", "beta"),
      List.of("alpha", "beta")) {
    @Override
    PurchaseModel at(double[] logs) {
      return ParetoNbd.ofLogs(logs);
    }

    @Override
    Terms terms(double[] logs) {
      return ParetoNbd.ofLogs(logs).terms();
    }

    @Override
    List<double[]> starts(PurchaseTotals customers) {
      return around(customers, 0.7, customers.exposure() / customers.customers() / 2);
    }
  },

  BG_BB("bg-bb", List.of("alpha", "beta", "gamma", "delta"), Set.of(), List.of()) {
    @Override
    PurchaseModel at(double[] logs) {
      return BgBb.ofLogs(logs);
    }

    @Override
    Terms terms(double[] logs) {
      return BgBb.ofLogs(logs).terms();
    }

    /** Twice as many purchases while alive as are seen in all, at most nine of ten. */
    @Override
    List<double[]> starts(PurchaseTotals customers) {
      double buys = Math.min(0.9, 2 * customers.rate());
      return DoubleStream.of(1, 2, 8)
          .mapToObj(sum -> DoubleStream.of(sum * buys, sum * (1 - buys), 0.5, 2))
          .map(start -> start.map(Math::log).toArray())
          .toList();
    }
  },

  NBD("nbd", List.of("r", "alpha"), Set.of("alpha"), List.of("alpha")) {
    @Override
    PurchaseModel at(double[] logs) {
      return Nbd.ofLogs(logs);
    }

    @Override
    Terms terms(double[] logs) {
      return Nbd.terms(logs);
    }

    @Override
    List<double[]> starts(PurchaseTotals customers) {
      return around(customers);
    }
  };

  /**
   * The log likelihood of single histories at one point. Not safe for threads: it may remember what
   * histories of one frequency share, which come one after the other.
   */
  interface Terms {
    /**
     * ln L(x, t_x, T).
     *
     * @param gradient receives the derivatives by the logs of the parameters, in their order
     */
    double of(long frequency, double recency, double age, double[] gradient);
  }

  private final String label;
  private final List<String> names;
  private final Set<String> times;
  private final List<String> scales;

  PurchaseFamily(String label, List<String> names, Set<String> times, List<String> scales) {
    this.label = label;
    this.names = names;
    this.times = times;
    this.scales = scales;
  }

  /**
   * The model of a name and parameters as {@link PurchaseModel#parameters} gives them.
   *
   * @param label of a family, or of the mean of the population
   * @throws IllegalArgumentException if no model has this name
   */
  public static PurchaseModel model(String label, Map<String, Double> parameters) {
    if (label.equals(ConstantRate.LABEL)) {
      return new ConstantRate(parameters.get("rate"));
    }
    PurchaseFamily family =
        ofLabel(label)
            .orElseThrow(() -> new IllegalArgumentException("no purchase model " + label));
    return family.at(
        family.names.stream().mapToDouble(name -> Math.log(parameters.get(name))).toArray());
  }

  /** The family of a {@link #label}. */
  public static Optional<PurchaseFamily> ofLabel(String label) {
    return Arrays.stream(values()).filter(family -> family.label.equals(label)).findFirst();
  }

  /** The name in settings and tables. */
  public String label() {
    return label;
  }

  /** The parameters in their order. */
  public List<String> names() {
    return names;
  }

  /** Parameters that what is known of customers multiplies, see {@link CovariateFamily}. */
  List<String> scales() {
    return scales;
  }

  /** Values by the names of the parameters. */
  Map<String, Double> named(double... values) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(names.get(i), values[i]);
    }
    return named;
  }

  /**
   * Whether time may be measured in any unit: some parameters are times then. Otherwise it counts
   * opportunities.
   */
  boolean hasUnit() {
    return !times.isEmpty();
  }

  /** The logs of the same parameters after all times have been multiplied by e^shift. */
  double[] shifted(double[] logs, double shift) {
    double[] shifted = logs.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += times.contains(names.get(i)) ? shift : 0;
    }
    return shifted;
  }

  abstract PurchaseModel at(double[] logs);

  abstract Terms terms(double[] logs);

  /** Where to begin the search, in logs; several, the most likely first. */
  abstract List<double[]> starts(PurchaseTotals customers);

  /**
   * Purchase rates with the mean of all customers, from very different to much alike.
   *
   * @param others starts of the parameters after r and α
   */
  private static List<double[]> around(PurchaseTotals customers, double... others) {
    double rate = customers.rate();
    return DoubleStream.of(0.5, 2, 8)
        .mapToObj(r -> DoubleStream.concat(DoubleStream.of(r, r / rate), DoubleStream.of(others)))
        .map(start -> start.map(Math::log).toArray())
        .toList();
  }
}
