package clientele.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.cohort.InactivityWindow.Recency;
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
import java.util.TreeMap;
import java.util.TreeSet;
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
    Map<String, List<Long>> expected = new TreeMap<>();
    LocalDate first =
        world.customers().stream()
            .flatMap(customer -> customer.days().stream())
            .min(LocalDate::compareTo)
            .orElseThrow();
    for (int i = 0; i < 8; i++) {
      LocalDate snapshot = asOf.minusDays(180).minusDays(91L * i);
      long history = 0;
      for (World.Customer customer : world.customers()) {
        LocalDate last = customer.days().floor(snapshot);
        LocalDate next = customer.days().higher(snapshot);
        if (last != null) {
          long days = ChronoUnit.DAYS.between(last, snapshot);
          int edge = 0;
          for (int lower : List.of(30, 60, 90, 120, 180, 270, 365, 540)) {
            edge = days >= lower ? lower : edge;
          }
          boolean again = next != null && !next.isAfter(snapshot.plusDays(180));
          expected.merge(
              i + " " + edge,
              List.of(1L, again ? 1L : 0L),
              (one, other) -> List.of(one.get(0) + 1, one.get(1) + other.get(1)));
        }
        history = ChronoUnit.DAYS.between(first, snapshot);
      }
      assertThat(history).isGreaterThan(0);
    }
    Map<String, List<Long>> actual = new TreeMap<>();
    Map<Integer, Integer> history = new TreeMap<>();
    for (Row row : InactivityWindow.counts(world.customerMonth(spark), asOf).collectAsList()) {
      actual.put(row.getInt(0) + " " + row.getInt(1), List.of(row.getLong(2), row.getLong(3)));
      history.merge(row.getInt(0), row.getInt(4), Math::max);
    }
    assertThat(actual).isEqualTo(expected);
    history.forEach(
        (i, days) ->
            assertThat(asOf.minusDays(180).minusDays(91L * i).minusDays(days)).isEqualTo(first));
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
    return new Recency(fromDays, java.util.OptionalInt.of(toDays), customers, ordering);
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
    counts.append("7 | 0 | 100 | 0 | 263%n".formatted());
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
}
