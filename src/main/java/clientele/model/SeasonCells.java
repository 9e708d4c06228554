package clientele.model;

import clientele.model.numeric.Objective;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The likelihood of repeat purchases by cohort and month, as a product of what the cohort is, how
 * old it is, and how fast the clock of a {@link Season} runs:
 *
 * <pre>
 * E(orders of cohort c in month m) = u(c) · days(m) · f(month of the year) · v(age)
 * </pre>
 *
 * <p>Cohorts differ at will, so that it does not matter who came when: u is left out, and the
 * likelihood is that of how the purchases of each cohort fall on its months. Ages differ at will,
 * too, but for v being a line between knots. Age is by a clock itself, by which customers grow old
 * as models have it: a December of many purchases leaves fewer of them. The customers of a cohort
 * came all over its month: they are taken at two ages that have the mean and the variance of
 * theirs.
 *
 * <p>A point is the logs of v at the knots, and after them those of f; no more where f is flat.
 */
final class SeasonCells implements Objective {
  /** Days between the first two knots, and how much farther apart the next ones are. */
  private static final double FIRST_KNOT = 15;

  private static final double KNOT_RATIO = 1.5;

  private static final double LONGEST_YEAR = 366;

  /** Holds what the data do not tell: twice as much of everything, and ages that nobody has. */
  private static final double RIDGE = 1e-3;

  /** By cell; months count from that of the oldest cohort. */
  private final int[] cohort;

  private final int[] month;
  private final double[] orders;
  private final int oldest;
  private final int last;
  private final int knots;

  /** How near each cell is to each knot: shares of 1. */
  private final double[][] near;

  private SeasonCells(
      int[] cohort, int[] month, double[] orders, int oldest, int last, Season clock) {
    this.cohort = cohort;
    this.month = month;
    this.orders = orders;
    this.oldest = oldest;
    this.last = last;
    // However fast the clock runs in some months, in a year it goes once round.
    int years = (last - oldest) / Season.MONTHS + 2;
    this.knots = knotBelow(years * LONGEST_YEAR) + 2;
    this.near = near(clock);
  }

  /**
   * All months of all cohorts but their first, by the calendar.
   *
   * @param known purchases of one cohort or more, in months from the first to the last
   */
  static SeasonCells of(List<MonthlyOrders> known, int first, int last) {
    int oldest = known.stream().mapToInt(MonthlyOrders::cohort).min().orElseThrow();
    double[][] came = new double[last - oldest + 1][last - oldest + 1];
    known.forEach(one -> came[one.cohort() - oldest][one.month() - oldest] += one.orders());
    int[] cohorts =
        known.stream().mapToInt(one -> one.cohort() - oldest).distinct().sorted().toArray();
    int[][] cells =
        Arrays.stream(cohorts)
            .boxed()
            .flatMap(
                one ->
                    IntStream.rangeClosed(Math.max(first - oldest, one + 1), last - oldest)
                        .mapToObj(month -> new int[] {one, month}))
            .toArray(int[][]::new);
    return new SeasonCells(
        Arrays.stream(cells).mapToInt(cell -> cell[0]).toArray(),
        Arrays.stream(cells).mapToInt(cell -> cell[1]).toArray(),
        Arrays.stream(cells).mapToDouble(cell -> came[cell[0]][cell[1]]).toArray(),
        oldest,
        last,
        Season.NONE);
  }

  /** The same, with ages by another clock. */
  SeasonCells by(Season clock) {
    return new SeasonCells(cohort, month, orders, oldest, last, clock);
  }

  private double[][] near(Season clock) {
    double[] starts =
        IntStream.rangeClosed(oldest, last + 1)
            .mapToDouble(start -> clock.days(firstDay(oldest), firstDay(start)))
            .toArray();
    double[][] all = new double[month.length][knots];
    for (int cell = 0; cell < all.length; cell++) {
      double since = starts[cohort[cell]];
      double acquired = starts[cohort[cell] + 1] - since;
      double length = starts[month[cell] + 1] - starts[month[cell]];
      double mean = starts[month[cell]] - since + (length - acquired) / 2;
      double deviation = Math.sqrt((acquired * acquired + length * length) / 12);
      for (double age : new double[] {mean - deviation, mean + deviation}) {
        int knot = knotBelow(age);
        double way = (age - knotAt(knot)) / (knotAt(knot + 1) - knotAt(knot));
        all[cell][knot] += (1 - way) / 2;
        all[cell][knot + 1] += way / 2;
      }
    }
    return all;
  }

  private static LocalDate firstDay(int month) {
    return LocalDate.of(month / Season.MONTHS, month % Season.MONTHS + 1, 1);
  }

  private static int knotBelow(double age) {
    return age < FIRST_KNOT ? 0 : 1 + (int) (Math.log(age / FIRST_KNOT) / Math.log(KNOT_RATIO));
  }

  private static double knotAt(int number) {
    return number == 0 ? 0 : FIRST_KNOT * Math.pow(KNOT_RATIO, number - 1.0);
  }

  /** A point where nothing differs, neither ages nor, where there are any, months of the year. */
  double[] start(int monthsOfYear) {
    return new double[knots + monthsOfYear];
  }

  /** The clock at a point with one. */
  Season season(double[] point) {
    return Season.of(Arrays.stream(point).skip(knots).map(Math::exp).toArray());
  }

  private int ofYear(int cell) {
    return (oldest + month[cell]) % Season.MONTHS;
  }

  private static double[] exponentials(double[] point) {
    return Arrays.stream(point).map(Math::exp).toArray();
  }

  private double rate(int cell, double[] factors) {
    double rate = 0;
    for (int knot = 0; knot < knots; knot++) {
      rate += near[cell][knot] * factors[knot];
    }
    return rate;
  }

  /** Orders of each cell at a point, if each cohort has as many as came. */
  double[] expected(double[] point) {
    double[] factors = exponentials(point);
    double[] expected = new double[month.length];
    double[] sums = new double[last - oldest + 1];
    for (int cell = 0; cell < month.length; cell++) {
      double speed = point.length > knots ? factors[knots + ofYear(cell)] : 1;
      double days = firstDay(oldest + month[cell]).lengthOfMonth();
      expected[cell] = speed * days * rate(cell, factors);
      sums[cohort[cell]] += expected[cell];
    }
    double[] came = sums(cohort, orders);
    for (int cell = 0; cell < month.length; cell++) {
      expected[cell] *= came[cohort[cell]] / sums[cohort[cell]];
    }
    return expected;
  }

  private double[] sums(int[] group, double[] figures) {
    double[] sums = new double[last - oldest + 1];
    for (int cell = 0; cell < group.length; cell++) {
      sums[group[cell]] += figures[cell];
    }
    return sums;
  }

  @Override
  public double value(double[] point) {
    double[] expected = expected(point);
    double sum = 0;
    for (int cell = 0; cell < month.length; cell++) {
      sum += orders[cell] > 0 ? orders[cell] * Math.log(expected[cell]) : 0;
    }
    for (double log : point) {
      sum -= RIDGE / 2 * log * log;
    }
    return sum;
  }

  /** The derivatives of the log of what a cell expects before cohorts have as many as came. */
  private double[] slopes(int cell, double[] point, double[] factors) {
    double[] slopes = new double[point.length];
    double rate = rate(cell, factors);
    for (int knot = 0; knot < knots; knot++) {
      slopes[knot] = near[cell][knot] * factors[knot] / rate;
    }
    if (point.length > knots) {
      slopes[knots + ofYear(cell)] = 1;
    }
    return slopes;
  }

  @Override
  public double[] gradient(double[] point) {
    double[] factors = exponentials(point);
    double[] expected = expected(point);
    double[] gradient = Arrays.stream(point).map(log -> -RIDGE * log).toArray();
    for (int cell = 0; cell < month.length; cell++) {
      double[] slopes = slopes(cell, point, factors);
      for (int i = 0; i < slopes.length; i++) {
        gradient[i] += (orders[cell] - expected[cell]) * slopes[i];
      }
    }
    return gradient;
  }

  /** What it is expected to be, which no cell that happens to be odd makes negative. */
  @Override
  public double[][] information(double[] point) {
    double[] factors = exponentials(point);
    double[] expected = expected(point);
    double[] came = sums(cohort, orders);
    double[][] ofCohorts = new double[came.length][point.length];
    double[][] information = new double[point.length][point.length];
    for (int i = 0; i < point.length; i++) {
      information[i][i] = RIDGE;
    }
    for (int cell = 0; cell < month.length; cell++) {
      double[] slopes = slopes(cell, point, factors);
      add(information, slopes, expected[cell]);
      for (int i = 0; i < slopes.length; i++) {
        ofCohorts[cohort[cell]][i] += expected[cell] * slopes[i];
      }
    }
    for (int one = 0; one < came.length; one++) {
      if (came[one] > 0) {
        add(information, ofCohorts[one], -1 / came[one]);
      }
    }
    return information;
  }

  private static void add(double[][] sums, double[] vector, double weight) {
    for (int i = 0; i < vector.length; i++) {
      // Most of it is nothing.
      for (int j = 0; vector[i] != 0 && j < vector.length; j++) {
        sums[i][j] += vector[i] * vector[j] * weight;
      }
    }
  }

  /**
   * Squares of what is left of each month's orders, over what is expected: as many as there are
   * months if purchases have nothing to do with each other.
   */
  double chiSquare(double[] point) {
    double[] came = sums(month, orders);
    double[] expected = sums(month, expected(point));
    double sum = 0;
    for (int one = 0; one < came.length; one++) {
      double apart = came[one] - expected[one];
      sum += expected[one] > 0 ? apart * apart / expected[one] : 0;
    }
    return sum;
  }

  /** Months with any orders. */
  int months() {
    return (int) Arrays.stream(month).distinct().count();
  }
}
