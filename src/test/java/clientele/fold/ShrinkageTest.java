package clientele.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.fold.ShrunkShares.Group;
import clientele.testing.SparkExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shrunk shares against their definition, at their limits, and against the truth. */
@ExtendWith(SparkExtension.class)
final class ShrinkageTest {
  private final SparkSession spark;

  ShrinkageTest(SparkSession spark) {
    this.spark = spark;
  }

  /** The shrunk shares of several sets of peers, in their order. */
  private List<List<Double>> shrunk(List<List<Group>> sets) {
    List<Row> rows = new ArrayList<>();
    for (int set = 0; set < sets.size(); set++) {
      for (int i = 0; i < sets.get(set).size(); i++) {
        Group group = sets.get(set).get(i);
        rows.add(RowFactory.create(set, i, group.k(), group.n()));
      }
    }
    StructType schema = StructType.fromDDL("peers INT, i INT, k BIGINT, n BIGINT");
    List<Row> found =
        Shrinkage.withShare(
                spark.createDataFrame(rows, schema),
                "shrunk",
                functions.col("k"),
                functions.col("n"),
                functions.col("peers"))
            .collectAsList();
    List<List<Double>> shares = new ArrayList<>();
    sets.forEach(set -> shares.add(new ArrayList<>(Collections.nCopies(set.size(), null))));
    found.forEach(row -> shares.get(row.getInt(0)).set(row.getInt(1), row.<Double>getAs("shrunk")));
    return shares;
  }

  private List<Double> shrunk(Group... groups) {
    return shrunk(List.of(List.of(groups))).get(0);
  }

  private static Group of(long n, long k) {
    return new Group(k, n);
  }

  @Test
  void onRandomGroupsItIsTheDefinitionAndBetweenRawAndPooled() {
    Random random = new Random(5);
    List<List<Group>> sets = new ArrayList<>();
    for (int set = 0; set < 500; set++) {
      int most = List.of(1, 3, 20, 5_000, 20_000_000).get(random.nextInt(5));
      double middle = random.nextDouble();
      double reach = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.5;
      List<Group> groups = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        long n = random.nextInt(most + 1);
        double chance = Math.max(0, Math.min(1, middle + reach * random.nextGaussian()));
        groups.add(of(n, binomial(random, n, chance)));
      }
      sets.add(groups);
    }
    List<List<Double>> actual = shrunk(sets);
    for (int set = 0; set < sets.size(); set++) {
      List<Group> groups = sets.get(set);
      double pooled =
          (double) groups.stream().mapToLong(Group::k).sum()
              / groups.stream().mapToLong(Group::n).sum();
      for (int i = 0; i < groups.size(); i++) {
        Double share = actual.get(set).get(i);
        String at = "set " + set + " group " + i + " of " + groups;
        Double expected = ShrunkShares.share(groups.get(i), groups);
        if (expected == null) {
          assertThat(share).as(at).isNull();
        } else {
          assertThat(share).as(at).isCloseTo(expected, within(1e-9)).isBetween(0.0, 1.0);
          double raw = groups.get(i).share();
          assertThat(share)
              .as(at)
              .isBetween(Math.min(raw, pooled) - 1e-12, Math.max(raw, pooled) + 1e-12);
        }
      }
    }
  }

  @Test
  void groupsThatDifferByChanceOnlyGetThePooledShare() {
    assertThat(shrunk(of(10, 2), of(100, 20), of(1000, 200))).containsOnly(0.2);
    assertThat(shrunk(of(50, 9), of(50, 11), of(50, 10))).containsOnly(0.2);
    assertThat(shrunk(of(5, 0), of(7, 0))).containsOnly(0.0);
    assertThat(shrunk(of(5, 5), of(7, 7))).containsOnly(1.0);
    // One member each: nothing says whether the groups differ.
    assertThat(shrunk(of(1, 1), of(1, 0), of(1, 0), of(1, 0))).containsOnly(0.25);
  }

  @Test
  void whoIsAloneKeepsItsOwnShare() {
    assertThat(shrunk(of(3, 1))).containsExactly(1.0 / 3);
    assertThat(shrunk(of(7, 2), of(0, 0))).containsExactly(2.0 / 7, null);
    assertThat(shrunk(of(0, 0), of(0, 0))).containsExactly(null, null);
  }

  @Test
  void largeGroupsKeepTheirOwnShareAndSmallOnesGetNearlyThePooled() {
    List<Double> shares =
        shrunk(of(10_000_000, 1_000_000), of(10_000_000, 1_200_000), of(10, 0), of(1, 1));
    assertThat(shares.get(0)).isCloseTo(0.10, within(1e-4));
    assertThat(shares.get(1)).isCloseTo(0.12, within(1e-4));
    assertThat(shares.get(2)).isBetween(0.10, 0.11);
    assertThat(shares.get(3)).isBetween(0.11, 0.12);
    // Groups that are each of one kind: as different as can be.
    assertThat(shrunk(of(9, 9), of(9, 0), of(9, 9))).containsExactly(1.0, 0.0, 1.0);
  }

  @Test
  void itIsNearerToTheTruthThanTheRawShare() {
    Random random = new Random(17);
    for (double strength : List.of(5.0, 50.0, 1e9)) {
      List<List<Group>> sets = new ArrayList<>();
      List<List<Double>> truths = new ArrayList<>();
      for (int set = 0; set < 100; set++) {
        List<Group> groups = new ArrayList<>();
        List<Double> truth = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
          long n = 1L + random.nextInt(random.nextInt(4) == 0 ? 500 : 20);
          double chance = beta(random, 0.2 * strength, 0.8 * strength);
          truth.add(chance);
          groups.add(of(n, binomial(random, n, chance)));
        }
        sets.add(groups);
        truths.add(truth);
      }
      List<List<Double>> shares = shrunk(sets);
      double errorOfShrunk = 0;
      double errorOfRaw = 0;
      for (int set = 0; set < sets.size(); set++) {
        for (int i = 0; i < 15; i++) {
          double truth = truths.get(set).get(i);
          errorOfShrunk += Math.pow(shares.get(set).get(i) - truth, 2);
          errorOfRaw += Math.pow(sets.get(set).get(i).share() - truth, 2);
        }
      }
      assertThat(errorOfShrunk).as("strength %s", strength).isLessThan(0.7 * errorOfRaw);
    }
  }

  private static long binomial(Random random, long n, double chance) {
    if (n > 1_000) {
      double spread = Math.sqrt(n * chance * (1 - chance));
      return Math.max(0, Math.min(n, Math.round(n * chance + spread * random.nextGaussian())));
    }
    long k = 0;
    for (long i = 0; i < n; i++) {
      k += random.nextDouble() < chance ? 1 : 0;
    }
    return k;
  }

  /** The normal approximation where the distribution is too narrow for anything else to matter. */
  private static double beta(Random random, double a, double b) {
    if (a + b > 1_000) {
      return a / (a + b);
    }
    double x = gamma(random, a);
    return x / (x + gamma(random, b));
  }

  /** Marsaglia and Tsang (2000), shape 1 or more. */
  private static double gamma(Random random, double shape) {
    double d = shape - 1.0 / 3;
    while (true) {
      double normal = random.nextGaussian();
      double v = Math.pow(1 + normal / Math.sqrt(9 * d), 3);
      double log = v <= 0 ? Double.NEGATIVE_INFINITY : Math.log(v);
      if (Math.log(random.nextDouble()) < normal * normal / 2 + d - d * v + d * log) {
        return d * v;
      }
    }
  }
}
