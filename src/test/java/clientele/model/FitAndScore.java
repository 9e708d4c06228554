package clientele.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits purchases and spend to one row per customer and scores every customer, without Spark: what a
 * benchmark times beside another program. Arguments: the family; a file of 64-bit numbers, high
 * byte first, with the columns frequency, recency, age (weeks) and mean; a file for P(alive),
 * expected orders and value in the same form; the horizon in weeks; the annual discount rate.
 * Prints seconds and parameters as JSON.
 */
final class FitAndScore {
  private static final double WEEKS_PER_YEAR = 365 / 7.0;

  private FitAndScore() {}

  /** Customers of whom the same is expected if they are alive. */
  private record Alike(long frequency, double age) {}

  public static void main(String[] arguments) throws IOException {
    PurchaseFamily family = PurchaseFamily.ofLabel(arguments[0]).orElseThrow();
    DoubleBuffer table =
        ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))).asDoubleBuffer();
    int customers = table.limit() / 4;
    long[] frequency =
        Arrays.stream(column(table, 0, customers)).mapToLong(x -> (long) x).toArray();
    double[] recency = column(table, 1, customers);
    double[] age = column(table, 2, customers);
    double[] mean = column(table, 3, customers);
    double horizon = Double.parseDouble(arguments[3]);
    double interest = Math.log1p(Double.parseDouble(arguments[4])) / WEEKS_PER_YEAR;

    long started = System.nanoTime();
    double[] one = new double[customers];
    Arrays.fill(one, 1);
    PurchaseHistories histories = PurchaseHistories.of(frequency, recency, age, one);
    long grouped = System.nanoTime();
    PurchaseFit purchases = PurchaseFit.of(family, histories);
    long fitted = System.nanoTime();
    int[] spenders = IntStream.range(0, customers).filter(i -> mean[i] > 0).toArray();
    SpendFit spend =
        SpendFit.of(
            SpendHistories.of(
                Arrays.stream(spenders).mapToLong(i -> frequency[i]).toArray(),
                Arrays.stream(spenders).mapToDouble(i -> mean[i]).toArray(),
                Arrays.copyOf(one, spenders.length)));
    long spendFitted = System.nanoTime();
    SpendModel money = spend.model().orElseThrow();
    double[] values = new double[3 * customers];
    Map<Alike, double[]> ifAlive = new ConcurrentHashMap<>();
    IntStream.range(0, customers)
        .parallel()
        .forEach(
            i -> {
              PurchaseHistory history = new PurchaseHistory(frequency[i], recency[i], age[i]);
              PurchaseOutlook outlook = purchases.model().outlook(history);
              double[] expected =
                  ifAlive.computeIfAbsent(
                      new Alike(frequency[i], age[i]),
                      key -> expected(outlook.ifAlive(), horizon, interest));
              values[3 * i] = outlook.alive();
              values[3 * i + 1] = outlook.alive() * expected[0];
              values[3 * i + 2] =
                  outlook.alive() * expected[1] * money.expected(frequency[i], mean[i]);
            });
    long scored = System.nanoTime();

    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    Files.write(Path.of(arguments[2]), bytes.array());
    String parameters =
        purchases.model().parameters().entrySet().stream()
            .map(entry -> "\"%s\": %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    System.out.printf(
        Locale.ROOT,
        "{\"distinct\": %d, \"group\": %.3f, \"fit\": %.3f, \"spend\": %.3f, \"score\": %.3f,"
            + " \"parameters\": %s}%n",
        histories.size(),
        seconds(started, grouped),
        seconds(grouped, fitted),
        seconds(fitted, spendFitted),
        seconds(spendFitted, scored),
        parameters);
  }

  private static double[] expected(PurchaseOutlook outlook, double horizon, double interest) {
    return new double[] {
      outlook.expectedOrders(horizon), outlook.discountedOrders(horizon, interest)
    };
  }

  private static double[] column(DoubleBuffer table, int column, int rows) {
    double[] numbers = new double[rows];
    table.position(column * rows).get(numbers);
    return numbers;
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
