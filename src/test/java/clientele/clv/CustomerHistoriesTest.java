package clientele.clv;

import static java.time.temporal.ChronoUnit.DAYS;

import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What models know of random customers is what loops over their days say. */
@ExtendWith(SparkExtension.class)
final class CustomerHistoriesTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);

  private final SparkSession spark;

  CustomerHistoriesTest(SparkSession spark) {
    this.spark = spark;
  }

  @ParameterizedTest
  @CsvSource({"1, 2024-02-29, 91,", "2, 2024-03-31, 31, 2023-02-01", "3, 2024-01-01, 152,"})
  void historiesAreThoseOfTheDays(
      long seed, LocalDate asOf, int heldOutDays, LocalDate historyStartsOn) {
    Buyers buyers = Buyers.of(seed, 120, START, asOf);
    Optional<LocalDate> startsOn = Optional.ofNullable(historyStartsOn);
    Dataset<Row> actual =
        CustomerHistories.told(
            CustomerHistories.of(buyers.customerMonth(spark), heldOutDays, asOf),
            buyers.customers(spark),
            startsOn,
            45);

    List<Row> expected =
        buyers.all().stream().map(buyer -> history(buyer, asOf, heldOutDays, startsOn)).toList();
    // Of which SeasonalModelTest tells.
    Dataset<Row> told = actual.drop(MonthlyOccasions.PACKED);
    TableAssert.assertThat(told).hasSameContentAs(spark.createDataFrame(expected, told.schema()));
  }

  private static Row history(
      Buyers.Buyer buyer, LocalDate asOf, int heldOutDays, Optional<LocalDate> startsOn) {
    boolean isOlder =
        startsOn.isPresent()
            && buyer.signedUpOn() != null
            && buyer.signedUpOn().isBefore(startsOn.get());
    Buyers.Money all = buyer.spent();
    Buyers.Money again = buyer.spentAgain();
    Object inBooks = all.margin().subtract(buyer.refunded());
    if (buyer.days().isEmpty()) {
      return RowFactory.create(
          buyer.id(),
          null,
          null,
          0L,
          null,
          null,
          null,
          null,
          all.revenue(),
          all.margin(),
          inBooks,
          again.revenue(),
          again.margin(),
          seq(0L, 0L, 0L),
          seq(null, null, null),
          null,
          !isOlder);
    }
    LocalDate first = buyer.days().firstKey();
    LocalDate last = buyer.days().lastKey();
    Object[] occasions = new Object[3];
    Object[] recency = new Object[3];
    for (int k = 0; k < 3; k++) {
      LocalDate origin = asOf.minusDays((k + 1L) * heldOutDays);
      NavigableSet<LocalDate> early = buyer.days().headMap(origin, true).navigableKeySet();
      occasions[k] = (long) early.size();
      recency[k] = early.isEmpty() ? null : days(first, early.last());
    }
    boolean isNear = startsOn.isPresent() && first.isBefore(startsOn.get().plusDays(45));
    return RowFactory.create(
        buyer.id(),
        Date.valueOf(first),
        Date.valueOf(last),
        2L * buyer.days().size(),
        buyer.days().size() - 1L,
        days(first, last),
        days(first, asOf),
        days(last, asOf),
        all.revenue(),
        all.margin(),
        inBooks,
        again.revenue(),
        buyer.marginOfRepeats(),
        seq(occasions),
        seq(recency),
        gapShare(buyer.days().navigableKeySet(), asOf),
        !isNear && !isOlder);
  }

  private static Seq<Object> seq(Object... cells) {
    return CollectionConverters.asScala(Arrays.asList(cells)).toSeq();
  }

  /** Of the last three days of twelve months. */
  private static Object gapShare(NavigableSet<LocalDate> days, LocalDate asOf) {
    LocalDate from = asOf.withDayOfMonth(1).minusMonths(11);
    List<LocalDate> recent = List.copyOf(days.tailSet(from, true).descendingSet());
    return recent.size() < 3
        ? null
        : (double) days(recent.get(2), recent.get(1)) / days(recent.get(2), recent.get(0));
  }

  private static int days(LocalDate from, LocalDate to) {
    return (int) DAYS.between(from, to);
  }
}
