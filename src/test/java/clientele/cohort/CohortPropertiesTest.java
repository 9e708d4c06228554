package clientele.cohort;

import clientele.catalogue.Check;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.PaidSpans;
import clientele.fold.Spells;
import clientele.fold.SubscriptionMonths;
import clientele.settings.SubscriptionSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On random histories, every cell is what the definitions say, taken literally. */
@ExtendWith(SparkExtension.class)
final class CohortPropertiesTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);

  private final SparkSession spark;

  CohortPropertiesTest(SparkSession spark) {
    this.spark = spark;
  }

  static Stream<Arguments> worlds() {
    return Stream.of(
        Arguments.of(1L, "2024-02-29", 31, null),
        Arguments.of(2L, "2024-02-28", 31, "2023-01-05"),
        Arguments.of(3L, "2025-04-30", 90, null),
        Arguments.of(4L, "2024-04-15", 90, "2023-01-10"),
        Arguments.of(5L, "2024-01-01", 180, null),
        Arguments.of(6L, "2024-05-31", 180, "2023-02-01"),
        Arguments.of(7L, "2025-03-30", 400, null));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void everyCellIsWhatTheDefinitionsSay(
      long seed, LocalDate asOf, int inactiveAfterDays, LocalDate historyStartsOn) {
    World world = World.of(seed, START, asOf);
    Optional<LocalDate> start = Optional.ofNullable(historyStartsOn);
    BruteForce expected = BruteForce.orders(world, inactiveAfterDays, start);
    CohortTransforms actual = transforms(world, inactiveAfterDays, start, 1);
    check(Tables.CHURN_MONTHLY, actual.churnMonthly(), expected.churnMonthly());
    check(Tables.COHORT_RETENTION, actual.cohortRetention(), expected.cohortRetention());
  }

  static Stream<Arguments> subscriptionWorlds() {
    return Stream.of(
        Arguments.of(11L, "2025-01-31", 0, null), Arguments.of(12L, "2023-12-15", 9, "2023-02-05"));
  }

  /** Both bases at once, so that neither can take from the other. */
  @ParameterizedTest
  @MethodSource("subscriptionWorlds")
  void everyCellOfSubscriptionsIsWhatTheDefinitionsSay(
      long seed, LocalDate asOf, int graceDays, LocalDate historyStartsOn) {
    SubscriptionWorld world = SubscriptionWorld.of(seed, START, asOf, graceDays);
    Optional<LocalDate> start = Optional.ofNullable(historyStartsOn);
    CohortTransforms orders = transforms(world.world(), 90, Optional.empty(), 1);
    Dataset<Row> spells =
        Spells.of(PaidSpans.of(world.terms(spark), asOf, SubscriptionSettings.ofGrace(graceDays)));
    Dataset<Row> months =
        SubscriptionMonths.of(
            world.terms(spark),
            Optional.empty(),
            "GBP",
            SubscriptionSettings.ofGrace(graceDays),
            asOf);
    Activity paid = Activity.subscriptions(months, spells, start, asOf);
    CohortTransforms both =
        new CohortTransforms(
            List.of(orders.activities().get(0), paid),
            orders.customers(),
            orders.dimensions(),
            List.of(),
            asOf);
    BruteForce ordered = BruteForce.orders(world.world(), 90, Optional.empty());
    BruteForce subscribed = BruteForce.subscriptions(world, start);
    check(
        Tables.CHURN_MONTHLY,
        both.churnMonthly(),
        joined(ordered.churnMonthly(), subscribed.churnMonthly()));
    check(
        Tables.COHORT_RETENTION,
        both.cohortRetention(),
        joined(ordered.cohortRetention(), subscribed.cohortRetention()));
  }

  private static List<Row> joined(List<Row> first, List<Row> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Test
  void partitionsDoNotMatter() {
    World world = World.of(8, START, LocalDate.of(2024, 3, 20));
    Optional<LocalDate> start = Optional.of(LocalDate.of(2023, 1, 1));
    CohortTransforms one = transforms(world, 60, start, 1);
    CohortTransforms seven = transforms(world, 60, start, 7);
    TableAssert.assertThat(seven.churnMonthly()).hasSameContentAs(one.churnMonthly());
    TableAssert.assertThat(seven.cohortRetention()).hasSameContentAs(one.cohortRetention());
  }

  private CohortTransforms transforms(
      World world, int inactiveAfterDays, Optional<LocalDate> historyStartsOn, int partitions) {
    Dataset<Row> months = world.customerMonth(spark).repartition(partitions);
    return new CohortTransforms(
        List.of(Activity.orders(months, inactiveAfterDays, historyStartsOn, world.asOf())),
        Dimensions.inForce(world.customerRows(spark), world.asOf()),
        World.DIMENSIONS,
        List.of(),
        world.asOf());
  }

  private void check(Table table, Dataset<Row> computed, List<Row> expected) {
    Dataset<Row> actual = spark.createDataFrame(computed.collectAsList(), computed.schema());
    TableAssert.assertThat(actual)
        .hasSameContentAs(spark.createDataFrame(expected, actual.schema()));
    Column[] violations = table.checks().stream().map(Check::violations).toArray(Column[]::new);
    Row counts = actual.select(violations).first();
    for (int i = 0; i < violations.length; i++) {
      Assertions.assertThat(counts.getLong(i)).as(table.checks().get(i).name()).isZero();
    }
  }
}
