package clientele.fold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Means of groups, as they are and matched with another group within strata.
 *
 * <p>Of the exposed, n1s are in stratum s, and n0s of the others; w_s = n1s / sum n1s over the
 * strata with two or more on each side. Outcomes y_i have the matched means
 *
 * <pre>
 * exposed  sum w_s y1s_i     covariances  sum w_s² C1s_ij / n1s
 * others   sum w_s y0s_i     covariances  sum w_s² C0s_ij / n0s
 * </pre>
 *
 * with C the covariance of two outcomes within the stratum and side. Their difference is the effect
 * on the exposed if nothing but exposure differs within strata. Quotients of outcomes follow from
 * the means, and their variances from the covariances.
 */
public final class Matched {
  /** The column of the stratum. */
  public static final String STRATUM = "stratum";

  /** How many units a row of moments stands for. */
  public static final String N = "n";

  /** Exposed units in strata that count. */
  public static final String MATCHED = "matched";

  /** Other units in these strata. */
  public static final String COUNTERPARTS = "counterparts";

  private static final int LEAST_UNITS = 2;
  private static final String ARM = "arm of others";
  private static final String OTHERS = " of others";

  /** Whose means they are. */
  public enum Side {
    /** All exposed, matched or not. */
    OWN,
    /** The exposed in strata that count. */
    EXPOSED,
    /** The others, in the strata in the shares of the exposed. */
    COUNTERPART
  }

  private final List<String> outcomes;

  private Matched(List<String> outcomes) {
    this.outcomes = outcomes;
  }

  /** For outcomes of these names, columns of doubles without null. */
  public static Matched of(List<String> outcomes) {
    return new Matched(List.copyOf(outcomes));
  }

  /** The mean of an outcome, after {@link #compared}. */
  public Column mean(Side side, String outcome) {
    return col(side + " " + outcome);
  }

  /** The variance of a sum of means, each times its factor; of outcomes without one: 0. */
  public Column variance(Side side, Map<String, Column> factors) {
    Column sum = lit(0.0);
    for (Pair pair : pairs()) {
      if (factors.containsKey(pair.one()) && factors.containsKey(pair.other())) {
        Column product = factors.get(pair.one()).multiply(factors.get(pair.other()));
        int times = pair.one().equals(pair.other()) ? 1 : 2;
        sum = sum.plus(product.multiply(times).multiply(col(covariance(side, pair))));
      }
    }
    return sum;
  }

  /** One row per group: its count, sums and sums of products. */
  public Dataset<Row> moments(Dataset<Row> units, Column... groups) {
    List<Column> sums = new ArrayList<>();
    for (String outcome : outcomes) {
      sums.add(sum(col(outcome)).as(sumOf(outcome)));
    }
    pairs()
        .forEach(
            pair -> sums.add(sum(col(pair.one()).multiply(col(pair.other()))).as(productOf(pair))));
    return units.groupBy(groups).agg(sum(lit(1L)).as(N), sums.toArray(Column[]::new));
  }

  /**
   * One row per key and arm: {@link #N}, {@link #MATCHED}, {@link #COUNTERPARTS}, and the means and
   * covariances of each side; null where a side has too few.
   *
   * @param moments of groups with {@link #STRATUM}, the keys and the arm; several of a stratum are
   *     added up
   * @param otherArm with which the arm of a row is compared
   */
  public Dataset<Row> compared(
      Dataset<Row> moments, List<String> keys, String arm, Column otherArm) {
    String[] stratum = Stream.concat(keys.stream(), Stream.of(STRATUM)).toArray(String[]::new);
    Dataset<Row> cells = added(moments, stratum, arm);
    Dataset<Row> others = cells.withColumnRenamed(arm, ARM);
    for (String name : sums()) {
      others = others.withColumnRenamed(name, name + OTHERS);
    }
    String[] joined = Stream.concat(Arrays.stream(stratum), Stream.of(ARM)).toArray(String[]::new);
    Column counts =
        coalesce(col(N + OTHERS), lit(0L)).geq(LEAST_UNITS).and(col(N).geq(LEAST_UNITS));
    Column[] group =
        Stream.concat(keys.stream(), Stream.of(arm)).map(name -> col(name)).toArray(Column[]::new);
    List<Column> totals = new ArrayList<>();
    totals.add(sum(when(counts, col(N)).otherwise(0L)).as(MATCHED));
    totals.add(sum(when(counts, col(N + OTHERS)).otherwise(0L)).as(COUNTERPARTS));
    totals.addAll(totals(counts));
    Dataset<Row> sums =
        cells
            .withColumn(ARM, otherArm)
            .join(others, joined, "left") // at most one group of others in a stratum
            .groupBy(group)
            .agg(sum(col(N)).as(N), totals.toArray(Column[]::new));
    return sums.select(
        Stream.concat(
                Stream.concat(
                    Arrays.stream(group), Stream.of(N, MATCHED, COUNTERPARTS).map(n -> col(n))),
                Stream.concat(means(), covariances()))
            .toArray(Column[]::new));
  }

  private Dataset<Row> added(Dataset<Row> moments, String[] stratum, String arm) {
    Column[] group =
        Stream.concat(Arrays.stream(stratum), Stream.of(arm))
            .map(name -> col(name))
            .toArray(Column[]::new);
    Column[] sums = sums().stream().map(name -> sum(col(name)).as(name)).toArray(Column[]::new);
    return moments.groupBy(group).agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length));
  }

  /** Sums over strata of what means and covariances are made of. */
  private List<Column> totals(Column counts) {
    List<Column> totals = new ArrayList<>();
    Column n = col(N);
    Column others = col(N + OTHERS);
    for (String outcome : outcomes) {
      Column own = col(sumOf(outcome));
      Column other = n.multiply(col(sumOf(outcome) + OTHERS)).divide(others);
      totals.add(sum(own).as(sumOf(outcome)));
      totals.add(sum(when(counts, own)).as(Side.EXPOSED + sumOf(outcome)));
      totals.add(sum(when(counts, other)).as(Side.COUNTERPART + sumOf(outcome)));
    }
    for (Pair pair : pairs()) {
      Column own = n.multiply(within(pair, ""));
      Column other = n.multiply(n).multiply(within(pair, OTHERS)).divide(others);
      totals.add(sum(col(productOf(pair))).as(productOf(pair)));
      totals.add(sum(when(counts, own)).as(Side.EXPOSED + productOf(pair)));
      totals.add(sum(when(counts, other)).as(Side.COUNTERPART + productOf(pair)));
    }
    return totals;
  }

  /** The covariance of two outcomes in a group of two or more. */
  private static Column within(Pair pair, String side) {
    Column n = col(N + side);
    Column shared =
        col(sumOf(pair.one()) + side).multiply(col(sumOf(pair.other()) + side)).divide(n);
    return try_divide(col(productOf(pair) + side).minus(shared), n.minus(1));
  }

  private Stream<Column> means() {
    return outcomes.stream()
        .flatMap(
            outcome ->
                Stream.of(
                    try_divide(col(sumOf(outcome)), col(N)).as(Side.OWN + " " + outcome),
                    try_divide(col(Side.EXPOSED + sumOf(outcome)), col(MATCHED))
                        .as(Side.EXPOSED + " " + outcome),
                    try_divide(col(Side.COUNTERPART + sumOf(outcome)), col(MATCHED))
                        .as(Side.COUNTERPART + " " + outcome)));
  }

  private Stream<Column> covariances() {
    Column squared = col(MATCHED).cast("double").multiply(col(MATCHED));
    return pairs().stream()
        .flatMap(
            pair -> {
              Column exposed = col(Side.EXPOSED + productOf(pair));
              Column counterpart = col(Side.COUNTERPART + productOf(pair));
              return Stream.of(
                  try_divide(within(pair, ""), col(N)).as(covariance(Side.OWN, pair)),
                  try_divide(exposed, squared).as(covariance(Side.EXPOSED, pair)),
                  try_divide(counterpart, squared).as(covariance(Side.COUNTERPART, pair)));
            });
  }

  private static String covariance(Side side, Pair pair) {
    return side + " " + pair.one() + " " + pair.other();
  }

  /** Two outcomes, or one twice. */
  private record Pair(String one, String other) {}

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      for (int j = i; j < outcomes.size(); j++) {
        pairs.add(new Pair(outcomes.get(i), outcomes.get(j)));
      }
    }
    return pairs;
  }

  private List<String> sums() {
    return Stream.of(
            Stream.of(N),
            outcomes.stream().map(Matched::sumOf),
            pairs().stream().map(Matched::productOf))
        .flatMap(names -> names)
        .toList();
  }

  private static String sumOf(String outcome) {
    return "sum of " + outcome;
  }

  private static String productOf(Pair pair) {
    return "product of " + pair.one() + " and " + pair.other();
  }
}
