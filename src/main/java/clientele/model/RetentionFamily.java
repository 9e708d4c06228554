package clientele.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The families of {@link RetentionModel}, by the logs of their parameters. */
public enum RetentionFamily {
  SBG("sbg", 2) {
    @Override
    RetentionModel at(double[] logs) {
      return new ShiftedBetaGeometric(Math.exp(logs[0]), Math.exp(logs[1]));
    }

    @Override
    List<double[]> starts(double churn) {
      return Stream.of(1.0, 10.0).map(spread -> start(churn, spread)).toList();
    }
  },

  BDW("bdw", 3) {
    @Override
    RetentionModel at(double[] logs) {
      return new BetaDiscreteWeibull(Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]));
    }

    @Override
    List<double[]> starts(double churn) {
      return Stream.of(-0.4, 0.4)
          .map(c -> new double[] {start(churn, 2)[0], start(churn, 2)[1], c})
          .toList();
    }
  },

  CONSTANT("constant", 1) {
    @Override
    RetentionModel at(double[] logs) {
      return new ConstantRetention(Math.exp(logs[0]));
    }

    @Override
    List<double[]> starts(double churn) {
      return List.of(new double[] {Math.log(churn / (1 - churn))});
    }
  };

  private final String label;
  private final int parameters;

  RetentionFamily(String label, int parameters) {
    this.label = label;
    this.parameters = parameters;
  }

  /** The name in tables. */
  public String label() {
    return label;
  }

  /**
   * The family of a name.
   *
   * @throws IllegalArgumentException if no family has it
   */
  public static RetentionFamily ofLabel(String label) {
    return Stream.of(values())
        .filter(family -> family.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no retention model " + label));
  }

  /** The names of the parameters, in their order. */
  public List<String> names() {
    return List.copyOf(at(new double[parameters]).parameters().keySet());
  }

  /** The model with parameters as {@link RetentionModel#parameters} gives them. */
  public RetentionModel model(Map<String, Double> values) {
    return at(names().stream().mapToDouble(name -> Math.log(values.get(name))).toArray());
  }

  /** Number of parameters. */
  int parameters() {
    return parameters;
  }

  abstract RetentionModel at(double[] logs);

  /**
   * Where to begin the search, in logs.
   *
   * @param churn share that leaves in a period, between 0 and 1
   */
  abstract List<double[]> starts(double churn);

  /** The beta distribution with a mean and α + β. */
  private static double[] start(double mean, double sum) {
    return new double[] {Math.log(mean * sum), Math.log((1 - mean) * sum)};
  }
}
