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
 *
 * <p>All of it is done three times over, as the JVM has compiled what it runs only after the first
 * time. Prints the seconds of each step, and the parameters, as one line of JSON for each time.
 */
final class FitAndScore {
  private static final double WEEKS_PER_YEAR = 365 / 7.0;
  private static final int TIMES = 3;

  private final PurchaseFamily family;
  private final double horizon;
  private final double interest;
  private final long[] frequency;
  private final double[] recency;
  private final double[] age;
  private final double[] mean;

  private FitAndScore(PurchaseFamily family, double horizon, double interest, DoubleBuffer table) {
    int customers = table.limit() / 4;
    this.family = family;
    this.horizon = horizon;
    this.interest = interest;
    this.frequency = Arrays.stream(column(table, 0, customers)).mapToLong(x -> (long) x).toArray();
    this.recency = column(table, 1, customers);
    this.age = column(table, 2, customers);
    this.mean = column(table, 3, customers);
  }

  private static double[] column(DoubleBuffer table, int column, int rows) {
    double[] numbers = new double[rows];
    table.position(column * rows).get(numbers);
    return numbers;
  }

  public static void main(String[] arguments) throws IOException {
    FitAndScore customers =
        new FitAndScore(
            PurchaseFamily.ofLabel(arguments[0]).orElseThrow(),
            Double.parseDouble(arguments[3]),
            Math.log1p(Double.parseDouble(arguments[4])) / WEEKS_PER_YEAR,
            ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))).asDoubleBuffer());
    for (int time = 0; time < TIMES; time++) {
      double[] values = customers.values();
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
      bytes.asDoubleBuffer().put(values);
      Files.write(Path.of(arguments[2]), bytes.array());
    }
  }

  /** Customers of whom the same is expected if they are alive. */
  private record Alike(long frequency, double age) {}

  private double[] values() {
    long started = System.nanoTime();
    double[] one = new double[frequency.length];
    Arrays.fill(one, 1);
    PurchaseHistories histories = PurchaseHistories.of(frequency, recency, age, one);
    long grouped = System.nanoTime();
    PurchaseFit purchases = PurchaseFit.of(family, histories);
    long fitted = System.nanoTime();
    int[] spenders = IntStream.range(0, mean.length).filter(i -> mean[i] > 0).toArray();
    SpendFit spend =
        SpendFit.of(
            SpendHistories.of(
                Arrays.stream(spenders).mapToLong(i -> frequency[i]).toArray(),
                Arrays.stream(spenders).mapToDouble(i -> mean[i]).toArray(),
                Arrays.copyOf(one, spenders.length)));
    long spendFitted = System.nanoTime();
    double[] values = scores(purchases.model(), spend.model().orElseThrow());
    long scored = System.nanoTime();

    String parameters =
        purchases.model().parameters().entrySet().stream()
            .map(entry -> "\"%s\": %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    System.out.printf(
        Locale.ROOT,
        "{\"group\": %.3f, \"fit\": %.3f, \"spend\": %.3f, \"score\": %.3f,"
            + " \"parameters\": %s}%n",
        seconds(started, grouped),
        seconds(grouped, fitted),
        seconds(fitted, spendFitted),
        seconds(spendFitted, scored),
        parameters);
    return values;
  }

  private double[] scores(PurchaseModel model, SpendModel spend) {
    double[] values = new double[3 * frequency.length];
    Map<Alike, double[]> ifAlive = new ConcurrentHashMap<>();
    IntStream.range(0, frequency.length)
        .parallel()
        .forEach(
            i -> {
              PurchaseHistory history = new PurchaseHistory(frequency[i], recency[i], age[i]);
              PurchaseOutlook outlook = model.outlook(history);
              double alive = outlook.alive();
              double[] expected =
                  ifAlive.computeIfAbsent(
                      new Alike(frequency[i], age[i]), key -> expected(outlook.ifAlive()));
              values[3 * i] = alive;
              values[3 * i + 1] = alive * expected[0];
              values[3 * i + 2] = alive * expected[1] * spend.expected(frequency[i], mean[i]);
            });
    return values;
  }

  private double[] expected(PurchaseOutlook outlook) {
    return new double[] {
      outlook.expectedOrders(horizon), outlook.discountedOrders(horizon, interest)
    };
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
