package clientele.cohort;

import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Retention and churn by the letter of their definitions: loops over customers and days, no month
 * arithmetic beyond {@link YearMonth}. Slow and plain, to be compared with.
 */
final class BruteForce {
  private static final double Z = 1.959963984540054;
  private static final YearMonth UNKNOWN = YearMonth.of(1900, 1);

  private final World world;
  private final int window;
  private final Optional<LocalDate> historyStartsOn;
  private final LocalDate asOf;
  private final YearMonth last;

  BruteForce(World world, int window, Optional<LocalDate> historyStartsOn) {
    this.world = world;
    this.window = window;
    this.historyStartsOn = historyStartsOn;
    this.asOf = world.asOf();
    this.last = YearMonth.from(asOf);
  }

  /** A cell of retention, in the order of the table's columns. */
  private static final class Cell {
    private YearMonth cohort;
    private boolean isFinal;
    private long size;
    private long eligible;
    private long active;
    private long later;
    private long churned;
    private long stayed;
    private BigDecimal revenue = new BigDecimal("0.00");
    private BigDecimal cumulative = new BigDecimal("0.00");
    private boolean mature;
  }

  List<Row> churnMonthly() {
    List<Row> rows = new ArrayList<>();
    forEachValue(
        (dimension, value, customers) -> {
          for (YearMonth month = first(); !month.isAfter(last); month = month.plusMonths(1)) {
            rows.add(churnRow(dimension, value, month, customers));
          }
        });
    return rows;
  }

  private Row churnRow(
      String dimension, String value, YearMonth month, List<World.Customer> customers) {
    LocalDate start = month.atDay(1).minusDays(1);
    LocalDate end = end(month);
    boolean mature = !month.atEndOfMonth().isAfter(asOf);
    long atStart = 0;
    long gained = 0;
    long churned = 0;
    long returned = 0;
    long atEnd = 0;
    BigDecimal atRisk = new BigDecimal("0.00");
    for (World.Customer customer : customers) {
      boolean before = active(customer, start);
      boolean after = active(customer, end);
      atStart += before ? 1 : 0;
      atEnd += after ? 1 : 0;
      if (after && !before) {
        boolean isNew = YearMonth.from(customer.days().first()).equals(month);
        gained += isNew ? 1 : 0;
        returned += isNew ? 0 : 1;
      }
      if (before && !after) {
        churned++;
        for (int i = 1; i <= 12; i++) {
          atRisk = atRisk.add(customer.net(month.minusMonths(i)));
        }
      }
    }
    return RowFactory.create(
        "orders",
        dimension,
        value,
        Date.valueOf(month.atDay(1)),
        atStart,
        gained,
        churned,
        returned,
        atEnd,
        mature ? share(churned, atStart) : null,
        mature ? wilson(churned, atStart, -1) : null,
        mature ? wilson(churned, atStart, 1) : null,
        atRisk,
        null,
        window,
        mature);
  }

  List<Row> cohortRetention() {
    List<Row> rows = new ArrayList<>();
    forEachValue(
        (dimension, value, customers) -> {
          Map<YearMonth, List<World.Customer>> cohorts =
              customers.stream()
                  .collect(Collectors.groupingBy(this::cohort, TreeMap::new, Collectors.toList()));
          Map<Integer, List<Cell>> months = new TreeMap<>();
          Map<Integer, List<Cell>> periods = new TreeMap<>();
          cohorts.forEach(
              (cohort, members) -> {
                monthCells(cohort, members)
                    .forEach(
                        (n, cell) -> months.computeIfAbsent(n, k -> new ArrayList<>()).add(cell));
                if (!cohort.equals(UNKNOWN)) {
                  periodCells(cohort, members)
                      .forEach((n, c) -> periods.computeIfAbsent(n, k -> new ArrayList<>()).add(c));
                }
              });
          months.forEach((n, cells) -> addRows(rows, dimension, value, "month", n, cells));
          periods.forEach((n, cells) -> addRows(rows, dimension, value, "day30", n, cells));
        });
    return rows;
  }

  private static void addRows(
      List<Row> rows, String dimension, String value, String kind, int n, List<Cell> cells) {
    cells.forEach(cell -> rows.add(row(dimension, value, kind, n, cell)));
    List<Cell> mature =
        cells.stream().filter(cell -> cell.mature && !cell.cohort.equals(UNKNOWN)).toList();
    if (!mature.isEmpty()) {
      Cell total = new Cell();
      total.mature = true;
      total.isFinal = mature.stream().allMatch(cell -> cell.isFinal);
      for (Cell cell : mature) {
        total.size += cell.size;
        total.eligible += cell.eligible;
        total.active += cell.active;
        total.later += cell.later;
        total.churned += cell.churned;
        total.stayed += cell.stayed;
        total.revenue = total.revenue.add(cell.revenue);
        total.cumulative = total.cumulative.add(cell.cumulative);
      }
      rows.add(row(dimension, value, kind, n, total));
    }
  }

  private static Row row(String dimension, String value, String kind, int n, Cell cell) {
    boolean months = kind.equals("month");
    return RowFactory.create(
        "orders",
        dimension,
        value,
        kind,
        cell.cohort == null ? null : Date.valueOf(cell.cohort.atDay(1)),
        n,
        cell.cohort == null,
        months ? cell.isFinal : null,
        cell.size,
        cell.eligible,
        cell.active,
        cell.later,
        share(cell.active, cell.eligible),
        wilson(cell.active, cell.eligible, -1),
        wilson(cell.active, cell.eligible, 1),
        months ? cell.churned : null,
        months && cell.mature ? share(cell.churned, cell.stayed) : null,
        months ? cell.revenue : null,
        months ? cell.cumulative : null,
        cell.mature);
  }

  private Map<Integer, Cell> monthCells(YearMonth cohort, List<World.Customer> members) {
    YearMonth origin = cohort.equals(UNKNOWN) ? first() : cohort;
    Map<Integer, Cell> cells = new TreeMap<>();
    BigDecimal cumulative = new BigDecimal("0.00");
    long churnedBefore = 0;
    for (int n = 0; !origin.plusMonths(n).isAfter(last); n++) {
      YearMonth month = origin.plusMonths(n);
      Cell cell = new Cell();
      cell.cohort = cohort;
      cell.mature = !month.atEndOfMonth().isAfter(asOf);
      cell.isFinal = !month.atEndOfMonth().plusDays(window).isAfter(asOf);
      for (World.Customer customer : members) {
        cell.size += customer.days().isEmpty() ? 0 : 1;
        boolean in = false;
        boolean later = false;
        for (LocalDate day : customer.days()) {
          in |= YearMonth.from(day).equals(month);
          later |= !YearMonth.from(day).isBefore(month);
        }
        cell.active += in ? 1 : 0;
        cell.later += later ? 1 : 0;
        cell.churned += firstChurn(customer).filter(month::equals).isPresent() ? 1 : 0;
        for (YearMonth booked : customer.books().keySet()) {
          boolean early = n == 0 && booked.isBefore(month);
          if (early || booked.equals(month)) {
            cell.revenue = cell.revenue.add(customer.net(booked));
          }
        }
      }
      cell.eligible = cell.mature ? cell.size : 0;
      cell.stayed = cell.size - churnedBefore;
      churnedBefore += cell.churned;
      cumulative = cumulative.add(cell.revenue);
      cell.cumulative = cumulative;
      cells.put(n, cell);
    }
    return cells;
  }

  private Map<Integer, Cell> periodCells(YearMonth cohort, List<World.Customer> members) {
    Map<Integer, Cell> cells = new TreeMap<>();
    for (int n = 0; n < 100; n++) {
      Cell cell = new Cell();
      cell.cohort = cohort;
      for (World.Customer customer : members) {
        if (customer.days().isEmpty()) {
          continue;
        }
        cell.size++;
        LocalDate from = customer.days().first().plusDays(30L * n);
        LocalDate through = from.plusDays(29);
        if (!through.isAfter(asOf)) {
          cell.eligible++;
          boolean in = false;
          boolean later = false;
          for (LocalDate day : customer.days()) {
            in |= !day.isBefore(from) && !day.isAfter(through);
            later |= !day.isBefore(from);
          }
          cell.active += in ? 1 : 0;
          cell.later += later ? 1 : 0;
        }
      }
      cell.mature = cell.eligible == cell.size;
      if (cell.eligible > 0) {
        cells.put(n, cell);
      }
    }
    return cells;
  }

  private Optional<YearMonth> firstChurn(World.Customer customer) {
    for (YearMonth month = first(); !month.isAfter(last); month = month.plusMonths(1)) {
      if (active(customer, month.atDay(1).minusDays(1)) && !active(customer, end(month))) {
        return Optional.of(month);
      }
    }
    return Optional.empty();
  }

  private YearMonth cohort(World.Customer customer) {
    if (customer.days().isEmpty()) {
      return isEarlier(customer) ? UNKNOWN : customer.books().firstKey();
    }
    boolean near =
        historyStartsOn
            .map(start -> ChronoUnit.DAYS.between(start, customer.days().first()) < window)
            .orElse(false);
    return near || isEarlier(customer) ? UNKNOWN : YearMonth.from(customer.days().first());
  }

  private boolean isEarlier(World.Customer customer) {
    return customer.hasRow()
        && customer.signedUpOn() != null
        && historyStartsOn.map(customer.signedUpOn()::isBefore).orElse(false);
  }

  /** An occasion on a day d with t - W < d <= t. */
  private boolean active(World.Customer customer, LocalDate t) {
    for (int back = 0; back < window; back++) {
      if (customer.days().contains(t.minusDays(back))) {
        return true;
      }
    }
    return false;
  }

  private LocalDate end(YearMonth month) {
    return month.atEndOfMonth().isBefore(asOf) ? month.atEndOfMonth() : asOf;
  }

  private YearMonth first() {
    TreeSet<YearMonth> months = new TreeSet<>();
    world.customers().forEach(customer -> months.addAll(customer.books().keySet()));
    return months.first();
  }

  private interface ByValue {
    void accept(String dimension, String value, List<World.Customer> customers);
  }

  private void forEachValue(ByValue action) {
    Predicate<World.Customer> known = customer -> !customer.books().isEmpty();
    List<World.Customer> everybody = world.customers().stream().filter(known).toList();
    for (String dimension : List.of("all", "region", "tier", "region*tier")) {
      Function<World.Customer, String> value = customer -> customer.values().get(dimension);
      everybody.stream()
          .collect(Collectors.groupingBy(value, LinkedHashMap::new, Collectors.toList()))
          .forEach((name, customers) -> action.accept(dimension, name, customers));
    }
  }

  private static Double share(long k, long n) {
    return n == 0 ? null : (double) k / n;
  }

  private static Double wilson(long successes, long trials, int side) {
    double k = successes;
    double n = trials;
    double spread = side * Z * Math.sqrt(k * (n - k) / n + Z * Z / 4);
    return trials == 0 ? null : (Double) ((k + Z * Z / 2 + spread) / (n + Z * Z));
  }
}
