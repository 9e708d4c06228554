package clientele.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.cohort.InactivityWindow.Recency;
import clientele.fold.CustomerMonths;
import clientele.testing.DataFolder;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts against loops over days, the choice on made up counts, and both on real data. */
@ExtendWith(SparkExtension.class)
final class InactivityWindowTest {
  private static final LocalDate START = LocalDate.of(2022, 1, 10);

  private final SparkSession spark;

  InactivityWindowTest(SparkSession spark) {
    this.spark = spark;
  }

  @ParameterizedTest
  @CsvSource({"3, 2024-06-30", "4, 2024-02-14"})
  void theCountsAreWhatTheDefinitionSays(long seed, LocalDate asOf) {
    World world = World.of(seed, START, LocalDate.of(2024, 7, 20));
    Map<String, Group> expected = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      LocalDate snapshot = asOf.minusDays(180).minusDays(91L * i);
      for (World.Customer customer : world.customers()) {
        LocalDate last = customer.days().floor(snapshot);
        LocalDate next = customer.days().higher(snapshot);
        if (last != null) {
          long silent = ChronoUnit.DAYS.between(last, snapshot);
          int edge =
              IntStream.of(0, 30, 60, 90, 120, 180, 270, 365, 540)
                  .filter(lower -> lower <= silent)
                  .max()
                  .orElseThrow();
          boolean again = next != null && !next.isAfter(snapshot.plusDays(180));
          long known = ChronoUnit.DAYS.between(customer.days().first(), snapshot);
          expected.merge(i + " " + edge, new Group(1, again ? 1 : 0, (int) known), Group::and);
        }
      }
    }
    Map<String, Group> actual = new TreeMap<>();
    for (Row row : InactivityWindow.counts(world.customerMonth(spark), asOf).collectAsList()) {
      actual.put(
          row.getInt(0) + " " + row.getInt(1),
          new Group(row.getLong(2), row.getLong(3), row.getInt(4)));
    }
    assertThat(actual).isEqualTo(expected).hasSizeGreaterThan(30);
  }

  private record Group(long customers, long ordering, int historyDays) {
    Group and(Group other) {
      return new Group(
          customers + other.customers,
          ordering + other.ordering,
          Math.max(historyDays, other.historyDays));
    }
  }

  private InactivityWindow window(String counts) {
    return InactivityWindow.of(
        TextTable.of(
                spark,
                "snapshot INT, recency_days INT, customers BIGINT, ordering BIGINT,"
                    + " history_days INT",
                counts)
            .collectAsList());
  }

  @Test
  void fromTheGroupOnAtMostAFifthOrderAgain() {
    InactivityWindow window =
        window(
            """
            snapshot | recency_days | customers | ordering | history_days
            0        | 0            | 1000      | 900      | 400
            0        | 30           | 1000      | 150      | 300
            0        | 60           | 1000      | 201      | 300
            0        | 90           | 1000      | 199      | 300
            1        | 90           | 1000      | 201      | 309
            2        | 120          | 1000      | 100      | 218
            3        | 180          | 150       | 100      | 127
            3        | 270          | 60        | 0        | 91
            3        | 365          | 300       | 0        | 91
            3        | 540          | 10        | 10       | 91
            """);
    assertThat(window.snapshots()).isEqualTo(4);
    assertThat(window.curve())
        .extracting(Recency::fromDays)
        .containsExactly(0, 30, 60, 90, 120, 180, 365);
    assertThat(window.curve().get(3).share()).isEqualTo(0.2);
    assertThat(window.curve().get(5)).isEqualTo(group(180, 364, 210, 100));
    assertThat(window.curve().get(6).toDays()).isEmpty();
    assertThat(window.curve().get(6).customers()).isEqualTo(310);
    assertThat(window.found()).hasValue(365);
    assertThat(window.warning()).isEmpty();
  }

  private static Recency group(int fromDays, int toDays, long customers, long ordering) {
    return new Recency(fromDays, OptionalInt.of(toDays), customers, ordering);
  }

  @Test
  void itIsNeverLessThanAMonth() {
    InactivityWindow window =
        window(
            """
            snapshot | recency_days | customers | ordering | history_days
            0        | 0            | 500       | 100      | 400
            1        | 0            | 500       | 100      | 300
            2        | 0            | 500       | 100      | 200
            3        | 30           | 500       | 100      | 100
            """);
    assertThat(window.days()).isEqualTo(31);
  }

  @Test
  void seasonsCountInWholeYears() {
    StringBuilder counts =
        new StringBuilder("snapshot | recency_days | customers | ordering | history_days\n");
    for (int i = 0; i < 7; i++) {
      counts.append("%d | 0 | 100 | 0 | %d%n".formatted(i, 900 - 91 * i));
    }
    assertThat(window(counts.toString()).snapshots()).isEqualTo(4);
    counts.append("7 | 0 | 100 | 0 | 263\n");
    assertThat(window(counts.toString()).curve().get(0).customers()).isEqualTo(800);
  }

  @Test
  void withoutAnAnswerItIsAYearAndSaysWhy() {
    InactivityWindow tooShort =
        window(
            """
            snapshot | recency_days | customers | ordering | history_days
            0        | 0            | 500       | 10       | 272
            1        | 0            | 500       | 10       | 181
            2        | 0            | 500       | 10       | 90
            """);
    assertThat(tooShort.days()).isEqualTo(365);
    assertThat(tooShort.snapshots()).isEqualTo(2);
    assertThat(tooShort.warning()).hasValueSatisfying(w -> assertThat(w).contains("2 of 4"));
    InactivityWindow faithful =
        window(
            """
            snapshot | recency_days | customers | ordering | history_days
            0        | 0            | 500       | 10       | 400
            1        | 30           | 500       | 400      | 300
            2        | 30           | 500       | 400      | 200
            3        | 30           | 500       | 400      | 100
            """);
    assertThat(faithful.days()).isEqualTo(365);
    assertThat(faithful.warning()).hasValueSatisfying(w -> assertThat(w).contains("20 %"));
    assertThat(window("snapshot | recency_days | customers | ordering | history_days").days())
        .isEqualTo(365);
  }

  /** Four of five order every hundred days for good; the others stop at some time. */
  @Test
  void whoOrdersEveryHundredDaysIsNotGoneAfterNinety() {
    assertThat(regulars(900).days()).isEqualTo(120);
    InactivityWindow tiny = regulars(20);
    assertThat(tiny.days()).isEqualTo(365);
    assertThat(tiny.warning()).hasValueSatisfying(w -> assertThat(w).contains("fewer than 200"));
  }

  private InactivityWindow regulars(int number) {
    LocalDate asOf = START.plusDays(1200);
    List<World.Customer> customers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      LocalDate end = i % 5 == 0 ? START.plusDays(i * 37L % 1000) : asOf;
      NavigableSet<LocalDate> days = new TreeSet<>();
      days.add(START.plusDays(i % 97));
      while (days.last().plusDays(100).isBefore(end)) {
        days.add(days.last().plusDays(100));
      }
      TreeMap<YearMonth, BigDecimal[]> books = new TreeMap<>();
      days.forEach(
          day ->
              books.put(
                  YearMonth.from(day), new BigDecimal[] {BigDecimal.ONE, new BigDecimal("0.00")}));
      customers.add(new World.Customer("c" + i, null, null, false, null, days, books));
    }
    return window(new World(customers, asOf).customerMonth(spark), asOf);
  }

  private static InactivityWindow window(Dataset<Row> customerMonth, LocalDate asOf) {
    return InactivityWindow.of(InactivityWindow.counts(customerMonth, asOf).collectAsList());
  }

  /** The curve was counted by a program of its own. */
  @Test
  void onCdnowItIs180() {
    InactivityWindow window = ofOrders("cdnow/master.csv.gz", "customer_id, date", "1998-06-30");
    assertThat(window.snapshots()).isEqualTo(4);
    assertThat(window.curve())
        .containsExactly(
            group(0, 29, 14191, 7571),
            group(30, 59, 12646, 4669),
            group(60, 89, 9913, 3139),
            group(90, 119, 7616, 2126),
            group(120, 179, 15771, 3292),
            group(180, 269, 18444, 2828),
            new Recency(270, OptionalInt.empty(), 15699, 1381));
    assertThat(window.found()).hasValue(180);
  }

  @Test
  void onTheGroceryLogItIs180() {
    InactivityWindow window =
        ofOrders("grocery_elog/transactions.csv", "customer_id, date", "2007-12-30");
    assertThat(window.snapshots()).isEqualTo(4);
    assertThat(window.curve())
        .containsExactly(
            group(0, 29, 972, 858),
            group(30, 59, 439, 314),
            group(60, 89, 261, 137),
            group(90, 119, 212, 96),
            group(120, 179, 397, 104),
            group(180, 269, 1139, 123),
            group(270, 364, 1077, 71),
            new Recency(365, OptionalInt.empty(), 1603, 47));
    assertThat(window.found()).hasValue(180);
  }

  @Test
  void oneYearOfTheCompleteJourneyIsTooShort() {
    InactivityWindow window =
        ofOrders("completejourney/orders.csv.gz", "household_id, ordered_at", "2018-01-01");
    assertThat(window.curve()).allSatisfy(group -> assertThat(group.share()).isGreaterThan(0.8));
    assertThat(window.days()).isEqualTo(365);
    assertThat(window.warning()).hasValueSatisfying(w -> assertThat(w).contains("2 of 4"));
  }

  /**
   * @param columns the customer, and the day or instant
   */
  private InactivityWindow ofOrders(String file, String columns, String date) {
    String[] names = columns.split(", ", -1);
    Dataset<Row> read =
        spark
            .read()
            .option("header", true)
            .csv(DataFolder.path().resolve(file).toString())
            .selectExpr(
                names[0] + " AS customer_id",
                "date(" + names[1] + ") AS ordered_on",
                "CAST(0 AS DECIMAL(18,2)) AS amount");
    LocalDate asOf = LocalDate.parse(date);
    Dataset<Row> months =
        CustomerMonths.fold(
            none(Tables.ORDERS_TABLE).unionByName(read, true),
            none(Tables.REFUNDS_TABLE),
            asOf,
            30,
            CustomerMonths.Categories.NONE);
    return window(months, asOf);
  }

  private Dataset<Row> none(Table table) {
    return spark.createDataFrame(List.of(), table.schema());
  }
}
