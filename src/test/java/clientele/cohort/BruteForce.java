package clientele.cohort;

import clientele.fold.ShrunkShares;
import clientele.fold.ShrunkShares.Group;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
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

  private final String basis;
  private final OptionalInt lapseDays;
  private final List<? extends Subject> subjects;
  private final Optional<LocalDate> historyStartsOn;
  private final LocalDate asOf;
  private final YearMonth last;

  private BruteForce(
      String basis,
      OptionalInt lapseDays,
      List<? extends Subject> subjects,
      Optional<LocalDate> historyStartsOn,
      LocalDate asOf) {
    this.basis = basis;
    this.lapseDays = lapseDays;
    this.subjects = subjects;
    this.historyStartsOn = historyStartsOn;
    this.asOf = asOf;
    this.last = YearMonth.from(asOf);
  }

  static BruteForce orders(World world, int window, Optional<LocalDate> historyStartsOn) {
    List<Buyer> buyers = world.customers().stream().map(c -> new Buyer(c, window)).toList();
    return new BruteForce("orders", OptionalInt.of(window), buyers, historyStartsOn, world.asOf());
  }

  static BruteForce subscriptions(SubscriptionWorld world, Optional<LocalDate> historyStartsOn) {
    return new BruteForce(
        "subscriptions", OptionalInt.empty(), world.subscribers(), historyStartsOn, world.asOf());
  }

  /** A customer, as a basis sees one. */
  interface Subject {
    /** By dimension. */
    Map<String, String> values();

    /** With an occasion or paid day. */
    Optional<LocalDate> firstDay();

    boolean signedUpBefore(LocalDate day);

    boolean isActive(LocalDate t);

    /** Whether the customer counts as active in a period. */
    boolean isActiveIn(LocalDate from, LocalDate through);

    /** Whether there was activity in the month that neither of its ends shows. */
    boolean isShortLived(YearMonth month);

    /** Whether who was churned in the month was active again within 365 days of leaving. */
    boolean comesBackWithinYear(YearMonth month);

    /** By month; without months, the customer is not known on the basis. */
    NavigableMap<YearMonth, BigDecimal> revenue();

    /** What is lost if the customer churns in the month. */
    BigDecimal atRisk(YearMonth month);
  }

  private record Buyer(World.Customer customer, int window) implements Subject {
    @Override
    public Map<String, String> values() {
      return customer.values();
    }

    @Override
    public Optional<LocalDate> firstDay() {
      return customer.days().stream().findFirst();
    }

    @Override
    public boolean signedUpBefore(LocalDate day) {
      return customer.hasRow()
          && customer.signedUpOn() != null
          && customer.signedUpOn().isBefore(day);
    }

    /** An occasion on a day d with t - W < d <= t. */
    @Override
    public boolean isActive(LocalDate t) {
      return isActiveIn(t.minusDays(window - 1L), t);
    }

    @Override
    public boolean isActiveIn(LocalDate from, LocalDate through) {
      return customer.days().stream().anyMatch(day -> !day.isBefore(from) && !day.isAfter(through));
    }

    @Override
    public boolean isShortLived(YearMonth month) {
      return false;
    }

    /** The customer left W days after the last day with an occasion. */
    @Override
    public boolean comesBackWithinYear(YearMonth month) {
      LocalDate left = customer.days().floor(month.atEndOfMonth()).plusDays(window);
      return customer.days().stream()
          .anyMatch(day -> day.isAfter(left) && !day.isAfter(left.plusDays(365)));
    }

    @Override
    public NavigableMap<YearMonth, BigDecimal> revenue() {
      TreeMap<YearMonth, BigDecimal> net = new TreeMap<>();
      customer.books().keySet().forEach(month -> net.put(month, customer.net(month)));
      return net;
    }

    /** Net revenue of the 12 months before. */
    @Override
    public BigDecimal atRisk(YearMonth month) {
      BigDecimal sum = new BigDecimal("0.00");
      for (int i = 1; i <= 12; i++) {
        sum = sum.add(customer.net(month.minusMonths(i)));
      }
      return sum;
    }
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
    List<Object[]> rows = new ArrayList<>();
    forEachValue(
        (dimension, value, customers) -> {
          for (YearMonth month = first(); !month.isAfter(last); month = month.plusMonths(1)) {
            rows.add(churnRow(dimension, value, month, customers));
          }
        });
    return shrunk(
        rows,
        row -> Arrays.asList(row[1], row[3]),
        row -> new Group((long) row[6], (boolean) row[18] ? (long) row[4] : 0),
        12);
  }

  /** The rows with the shrunk share of the group that each is, among all rows of one key. */
  private static List<Row> shrunk(
      List<Object[]> rows,
      Function<Object[], List<Object>> key,
      Function<Object[], Group> group,
      int column) {
    Map<List<Object>, List<Group>> peers =
        rows.stream()
            .collect(Collectors.groupingBy(key, Collectors.mapping(group, Collectors.toList())));
    rows.forEach(
        row -> row[column] = ShrunkShares.share(group.apply(row), peers.get(key.apply(row))));
    return rows.stream().map(RowFactory::create).toList();
  }

  private Object[] churnRow(
      String dimension, String value, YearMonth month, List<Subject> customers) {
    LocalDate start = month.atDay(1).minusDays(1);
    LocalDate end = end(month);
    boolean mature = !month.atEndOfMonth().isAfter(asOf);
    long atStart = 0;
    long gained = 0;
    long churned = 0;
    long returned = 0;
    long atEnd = 0;
    long shortLived = 0;
    long back = 0;
    BigDecimal atRisk = new BigDecimal("0.00");
    for (Subject customer : customers) {
      shortLived += customer.isShortLived(month) ? 1 : 0;
      boolean before = customer.isActive(start);
      boolean after = customer.isActive(end);
      atStart += before ? 1 : 0;
      atEnd += after ? 1 : 0;
      if (after && !before) {
        boolean isNew = YearMonth.from(customer.firstDay().orElseThrow()).equals(month);
        gained += isNew ? 1 : 0;
        returned += isNew ? 0 : 1;
      }
      if (before && !after) {
        churned++;
        atRisk = atRisk.add(customer.atRisk(month));
        back += customer.comesBackWithinYear(month) ? 1 : 0;
      }
    }
    boolean yearOver = !month.atEndOfMonth().plusDays(365).isAfter(asOf);
    return new Object[] {
      basis,
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
      null,
      atRisk,
      back,
      yearOver ? share(back, churned) : null,
      lapseDays.isPresent() ? null : shortLived,
      lapseDays.isPresent() ? lapseDays.getAsInt() : null,
      mature
    };
  }

  List<Row> cohortRetention() {
    List<Object[]> rows = new ArrayList<>();
    forEachValue(
        (dimension, value, customers) -> {
          Map<YearMonth, List<Subject>> cohorts =
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
    Date unknown = Date.valueOf(UNKNOWN.atDay(1));
    return shrunk(
        rows,
        row ->
            Arrays.asList(row[1], row[2], row[3], row[5], row[4] == null, unknown.equals(row[4])),
        row -> new Group((long) row[10], (long) row[9]),
        15);
  }

  private void addRows(
      List<Object[]> rows, String dimension, String value, String kind, int n, List<Cell> cells) {
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

  private Object[] row(String dimension, String value, String kind, int n, Cell cell) {
    boolean months = kind.equals("month");
    return new Object[] {
      basis,
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
      null,
      months ? cell.churned : null,
      months && cell.mature ? share(cell.churned, cell.stayed) : null,
      months ? cell.revenue : null,
      months ? cell.cumulative : null,
      cell.mature
    };
  }

  private Map<Integer, Cell> monthCells(YearMonth cohort, List<Subject> members) {
    YearMonth origin = cohort.equals(UNKNOWN) ? first() : cohort;
    Map<Integer, Cell> cells = new TreeMap<>();
    BigDecimal cumulative = new BigDecimal("0.00");
    long churnedBefore = 0;
    for (int n = 0; !origin.plusMonths(n).isAfter(last); n++) {
      YearMonth month = origin.plusMonths(n);
      Cell cell = new Cell();
      cell.cohort = cohort;
      cell.mature = !month.atEndOfMonth().isAfter(asOf);
      cell.isFinal = !month.atEndOfMonth().plusDays(lapseDays.orElse(0)).isAfter(asOf);
      for (Subject customer : members) {
        cell.size += customer.firstDay().isPresent() ? 1 : 0;
        boolean in = customer.isActiveIn(month.atDay(1), end(month));
        boolean later = false;
        for (YearMonth m = month; !m.isAfter(last); m = m.plusMonths(1)) {
          later |= customer.isActiveIn(m.atDay(1), end(m));
        }
        cell.active += in ? 1 : 0;
        cell.later += later ? 1 : 0;
        cell.churned += firstChurn(customer).filter(month::equals).isPresent() ? 1 : 0;
        for (Map.Entry<YearMonth, BigDecimal> booked : customer.revenue().entrySet()) {
          boolean early = n == 0 && booked.getKey().isBefore(month);
          if (early || booked.getKey().equals(month)) {
            cell.revenue = cell.revenue.add(booked.getValue());
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

  private Map<Integer, Cell> periodCells(YearMonth cohort, List<Subject> members) {
    Map<Integer, Cell> cells = new TreeMap<>();
    for (int n = 0; n < 100; n++) {
      Cell cell = new Cell();
      cell.cohort = cohort;
      for (Subject customer : members) {
        if (customer.firstDay().isEmpty()) {
          continue;
        }
        cell.size++;
        LocalDate from = customer.firstDay().get().plusDays(30L * n);
        LocalDate through = from.plusDays(29);
        if (!through.isAfter(asOf)) {
          cell.eligible++;
          boolean in = customer.isActiveIn(from, through);
          boolean later = false;
          for (LocalDate day = from; !day.isAfter(asOf); day = day.plusDays(30)) {
            later |= customer.isActiveIn(day, day.plusDays(29));
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

  private Optional<YearMonth> firstChurn(Subject customer) {
    for (YearMonth month = first(); !month.isAfter(last); month = month.plusMonths(1)) {
      if (customer.isActive(month.atDay(1).minusDays(1)) && !customer.isActive(end(month))) {
        return Optional.of(month);
      }
    }
    return Optional.empty();
  }

  private YearMonth cohort(Subject customer) {
    boolean isEarlier = historyStartsOn.map(customer::signedUpBefore).orElse(false);
    if (customer.firstDay().isEmpty()) {
      return isEarlier ? UNKNOWN : customer.revenue().firstKey();
    }
    LocalDate first = customer.firstDay().get();
    boolean near =
        historyStartsOn
            .map(start -> ChronoUnit.DAYS.between(start, first) < lapseDays.orElse(0))
            .orElse(false);
    return near || isEarlier ? UNKNOWN : YearMonth.from(first);
  }

  private LocalDate end(YearMonth month) {
    return month.atEndOfMonth().isBefore(asOf) ? month.atEndOfMonth() : asOf;
  }

  private YearMonth first() {
    return subjects.stream()
        .flatMap(subject -> subject.revenue().keySet().stream())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private interface ByValue {
    void accept(String dimension, String value, List<Subject> customers);
  }

  private void forEachValue(ByValue action) {
    List<Subject> everybody = new ArrayList<>(subjects);
    everybody.removeIf(subject -> subject.revenue().isEmpty());
    for (String dimension : List.of("all", "region", "tier", "region*tier")) {
      Function<Subject, String> value = customer -> customer.values().get(dimension);
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
