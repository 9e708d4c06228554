package clientele.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows of numbers, each one once, ascending by their columns from the first on, with the weight of
 * all that were equal.
 */
final class DistinctRows {
  private final double[][] columns;
  private final double[] weights;

  private DistinctRows(double[][] columns, double[] weights) {
    this.columns = columns;
    this.weights = weights;
  }

  /**
   * Of rows in any order.
   *
   * <p>A row becomes one whole number, made of the ranks of what is in it: millions of these are
   * sorted in a tenth of the time in which rows are.
   *
   * @param weights whole numbers: of others the sum depends on their order, in its last digit
   * @param columns none of them with a NaN
   */
  static DistinctRows of(double[] weights, double[]... columns) {
    double[][] values = Arrays.stream(columns).map(DistinctRows::values).toArray(double[][]::new);
    long[] keys = new long[weights.length];
    Arrays.parallelSetAll(keys, row -> key(values, columns, row));
    long[] sorted = keys.clone();
    Arrays.parallelSort(sorted);
    long[] distinct =
        IntStream.range(0, sorted.length)
            .filter(i -> i == 0 || sorted[i] != sorted[i - 1])
            .mapToLong(i -> sorted[i])
            .toArray();
    int[] places = new int[keys.length];
    Arrays.parallelSetAll(places, row -> Arrays.binarySearch(distinct, keys[row]));
    double[] sums = new double[distinct.length];
    for (int row = 0; row < keys.length; row++) {
      sums[places[row]] += weights[row];
    }
    return new DistinctRows(told(distinct, values), sums);
  }

  private static long key(double[][] values, double[][] columns, int row) {
    long key = 0;
    for (int column = 0; column < columns.length; column++) {
      int rank = Arrays.binarySearch(values[column], columns[column][row] + 0.0);
      // Too large for a long, it would be the key of another row.
      key = Math.multiplyExact(key, (long) values[column].length) + rank;
    }
    return key;
  }

  /** What is in a column, ascending; without the negative zero. */
  private static double[] values(double[] column) {
    double[] sorted = Arrays.stream(column).map(number -> number + 0.0).toArray();
    Arrays.parallelSort(sorted);
    return IntStream.range(0, sorted.length)
        .filter(i -> i == 0 || sorted[i] != sorted[i - 1])
        .mapToDouble(i -> sorted[i])
        .toArray();
  }

  /** The columns that keys stand for. */
  private static double[][] told(long[] keys, double[][] values) {
    double[][] columns = new double[values.length][keys.length];
    for (int row = 0; row < keys.length; row++) {
      long rest = keys[row];
      for (int column = values.length - 1; column >= 0; column--) {
        int count = values[column].length;
        columns[column][row] = values[column][(int) (rest % count)];
        rest /= count;
      }
    }
    return columns;
  }

  double[] column(int index) {
    return columns[index];
  }

  long[] wholeNumbers(int index) {
    return Arrays.stream(columns[index]).mapToLong(number -> (long) number).toArray();
  }

  double[] weights() {
    return weights;
  }
}
