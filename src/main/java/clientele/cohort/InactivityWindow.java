package clientele.cohort;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.ORDER_DAYS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Months;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The days without occasion after which a customer may be called gone, as the past suggests them.
 *
 * <p>The past is looked at from snapshots: the first is {@link #OUTCOME_DAYS} days before the date,
 * so that what came after it is known, each further one {@link #SEASON_DAYS} days, a season,
 * earlier. They are the four of the last year or, where the history allows, the eight of the last
 * two: whole years, so that no season counts more than another. A snapshot needs a season of
 * history before it. At each of them all customers with an occasion so far are grouped by recency,
 * the days since the last one, and it is counted how many have another one in the next {@link
 * #OUTCOME_DAYS} days; the counts of the snapshots are added up. A group of fewer than {@link
 * #FEWEST_CUSTOMERS} joins the next longer recency, the last one the group before it.
 *
 * <p>W is the lower edge of the first group from which on, in it and all later ones, at most {@link
 * #MOST_RETURNING} order again; at least {@link #LEAST_DAYS}. It is not a quantile of the gaps
 * between orders, where heavy buyers count most and those who never come back not at all.
 *
 * @param snapshots how many were looked at
 * @param curve by recency, from the shortest on, without gaps
 */
public record InactivityWindow(int snapshots, List<Recency> curve) {
  /** Days after a snapshot in which an occasion counts. */
  public static final int OUTCOME_DAYS = 180;

  /** Days from one snapshot to the next. */
  public static final int SEASON_DAYS = 91;

  static final int SNAPSHOTS_A_YEAR = 4;
  static final int FEWEST_CUSTOMERS = 200;
  static final double MOST_RETURNING = 0.20;
  static final int LEAST_DAYS = 31;
  static final int DAYS_IF_NONE = 365;

  private static final int MOST_SNAPSHOTS = 2 * SNAPSHOTS_A_YEAR;
  private static final List<Integer> EDGES = List.of(0, 30, 60, 90, 120, 180, 270, 365, 540);

  /** Most rows of {@link #counts}. */
  public static final int MOST_ROWS = MOST_SNAPSHOTS * EDGES.size();

  private static final String FIRST_ON = "first_on";
  private static final String LAST_ON = "last_on";
  private static final String AGAIN = "again";
  private static final String SNAPSHOT = "snapshot";
  private static final String SEEN = "seen";
  private static final String RECENCY = "recency_days";
  private static final String CUSTOMERS = "customers";
  private static final String ORDERING = "ordering";
  private static final String HISTORY_DAYS = "history_days";

  public InactivityWindow {
    curve = List.copyOf(curve);
  }

  /**
   * Customers who were silent for about as long.
   *
   * @param fromDays days since the last occasion, at least
   * @param toDays at most; empty: any number
   * @param customers summed over snapshots
   * @param ordering of them, who ordered again within {@link #OUTCOME_DAYS} days
   */
  public record Recency(int fromDays, OptionalInt toDays, long customers, long ordering) {
    /** Of the customers, the share that ordered again. */
    public double share() {
      return (double) ordering / customers;
    }

    private Recency and(Recency longer) {
      return new Recency(
          fromDays, longer.toDays, customers + longer.customers, ordering + longer.ordering);
    }
  }

  /**
   * What {@link #of} chooses by: one row per snapshot, numbered from the newest, and recency, by
   * its lower edge.
   *
   * @param customerMonth silver.customer_month; what is dated after the date counts for nothing
   */
  public static Dataset<Row> counts(Dataset<Row> customerMonth, LocalDate asOf) {
    List<Column> sums = new ArrayList<>();
    List<Column> seen = new ArrayList<>();
    for (int i = 0; i < MOST_SNAPSHOTS; i++) {
      LocalDate snapshot = asOf.minusDays(OUTCOME_DAYS + (long) i * SEASON_DAYS);
      Column before = daysUpTo(snapshot);
      Column after = daysUpTo(snapshot.plusDays(OUTCOME_DAYS));
      sums.add(max(Months.lastDayOf(MONTH.col(), before)).as(LAST_ON + i));
      sums.add(bool_or(after.notEqual(before)).as(AGAIN + i));
      seen.add(
          struct(
              lit(i).as(SNAPSHOT),
              lit(snapshot).as("on"),
              col(LAST_ON + i).as(LAST_ON),
              col(AGAIN + i).as(AGAIN)));
    }
    Column firstOn = min(Months.firstDayOf(MONTH.col(), ORDER_DAYS.col())).as(FIRST_ON);
    Column historyDays = datediff(col("on"), col(FIRST_ON));
    return customerMonth
        .where(ORDER_DAYS.col().notEqual(0).and(MONTH.col().leq(lit(asOf))))
        .groupBy(CUSTOMER_ID.col())
        .agg(firstOn, sums.toArray(Column[]::new))
        .select(col(FIRST_ON), explode(array(seen.toArray(Column[]::new))).as(SEEN))
        .select(col(FIRST_ON), col(SEEN + ".*"))
        .where(col(LAST_ON).isNotNull())
        .groupBy(col(SNAPSHOT), lowerEdge(datediff(col("on"), col(LAST_ON))).as(RECENCY))
        .agg(
            count(lit(1)).as(CUSTOMERS),
            count_if(col(AGAIN)).as(ORDERING),
            max(historyDays).as(HISTORY_DAYS));
  }

  /** The days of a row's mask up to a date. */
  private static Column daysUpTo(LocalDate date) {
    LocalDate month = date.withDayOfMonth(1);
    int daysOfMonth = (int) ((1L << date.getDayOfMonth()) - 1);
    return when(MONTH.col().lt(lit(month)), ORDER_DAYS.col())
        .when(MONTH.col().equalTo(lit(month)), ORDER_DAYS.col().bitwiseAND(daysOfMonth))
        .otherwise(0);
  }

  private static Column lowerEdge(Column days) {
    Column edge = lit(EDGES.get(0));
    for (int next : EDGES.subList(1, EDGES.size())) {
      edge = when(days.geq(next), next).otherwise(edge);
    }
    return edge;
  }

  /**
   * The curve, and with it the choice.
   *
   * @param counts the rows of {@link #counts}
   */
  public static InactivityWindow of(List<Row> counts) {
    // The first customer of all is in one of the groups of every snapshot.
    Map<Integer, Integer> history = new HashMap<>();
    for (Row row : counts) {
      history.merge(row.<Integer>getAs(SNAPSHOT), row.<Integer>getAs(HISTORY_DAYS), Math::max);
    }
    int usable = (int) history.values().stream().filter(days -> days >= SEASON_DAYS).count();
    int wholeYears = usable - usable % SNAPSHOTS_A_YEAR;
    int snapshots = wholeYears == 0 ? usable : wholeYears;
    TreeMap<Integer, long[]> sums = new TreeMap<>();
    for (Row row : counts) {
      if (row.<Integer>getAs(SNAPSHOT) < snapshots) {
        long[] sum = sums.computeIfAbsent(row.getAs(RECENCY), edge -> new long[2]);
        sum[0] += row.<Long>getAs(CUSTOMERS);
        sum[1] += row.<Long>getAs(ORDERING);
      }
    }
    return new InactivityWindow(snapshots, merged(sums));
  }

  private static List<Recency> merged(TreeMap<Integer, long[]> sums) {
    List<Recency> curve = new ArrayList<>();
    Recency small = null;
    for (int i = 0; i < EDGES.size(); i++) {
      long[] sum = sums.getOrDefault(EDGES.get(i), new long[2]);
      boolean isLast = i == EDGES.size() - 1;
      OptionalInt toDays = isLast ? OptionalInt.empty() : OptionalInt.of(EDGES.get(i + 1) - 1);
      Recency own = new Recency(EDGES.get(i), toDays, sum[0], sum[1]);
      Recency group = small == null ? own : small.and(own);
      small = group.customers < FEWEST_CUSTOMERS ? group : null;
      if (small == null) {
        curve.add(group);
      }
    }
    if (small != null && !curve.isEmpty()) {
      curve.add(curve.remove(curve.size() - 1).and(small));
    }
    return curve;
  }

  /** W; none: there are too few snapshots, or too many still come back, however long ago. */
  public OptionalInt found() {
    if (snapshots < SNAPSHOTS_A_YEAR) {
      return OptionalInt.empty();
    }
    OptionalInt found = OptionalInt.empty();
    for (Recency group : curve) {
      if (group.share() > MOST_RETURNING) {
        found = OptionalInt.empty();
      } else if (found.isEmpty()) {
        found = OptionalInt.of(Math.max(LEAST_DAYS, group.fromDays));
      }
    }
    return found;
  }

  /** W, or a year if there is none to be found. */
  public int days() {
    return found().orElse(DAYS_IF_NONE);
  }

  /** Why there is no W to be found, if so. */
  public Optional<String> warning() {
    if (found().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(reason() + ", so that " + DAYS_IF_NONE + " is only a stopgap");
  }

  private String reason() {
    if (snapshots < SNAPSHOTS_A_YEAR) {
      return "only %d of %d seasons have %d days of history before and %d of outcome after them"
          .formatted(snapshots, SNAPSHOTS_A_YEAR, SEASON_DAYS, OUTCOME_DAYS);
    }
    return curve.isEmpty()
        ? "there are fewer than %d customers".formatted(FEWEST_CUSTOMERS)
        : "more than %.0f %% order again within %d days, however long they were silent"
            .formatted(100 * MOST_RETURNING, OUTCOME_DAYS);
  }
}
