package clientele.fold;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.testing.SparkExtension;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Against a sort in memory. */
@ExtendWith(SparkExtension.class)
final class RanksTest {
  private static final StructType TYPE =
      StructType.fromDDL("customer_id STRING, one DECIMAL(28,2), other DECIMAL(28,2)");

  private final SparkSession spark;

  RanksTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void ranksAndSumsAreThoseOfAllCustomersInOneList() {
    Random random = new Random(7);
    List<Row> customers = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      customers.add(RowFactory.create("c" + i, amount(random, 8), amount(random, 1)));
    }
    Dataset<Row> ranked =
        Ranks.of(spark.createDataFrame(customers, TYPE).repartition(7), "one", "other");

    Map<String, List<Object>> found = new HashMap<>();
    ranked
        .select(
            ranked.col("customer_id"),
            Ranks.rank("one"),
            Ranks.tile("one", 10),
            Ranks.runningSum("one"),
            Ranks.total("one"),
            Ranks.rank("other"),
            Ranks.tile("other", 3),
            Ranks.runningSum("other"),
            Ranks.total("other"))
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), facts(row)));

    Map<String, List<Object>> one = inOneList(customers, 1, 10);
    Map<String, List<Object>> other = inOneList(customers, 2, 3);
    assertThat(found).hasSize(600);
    for (Row customer : customers) {
      List<Object> expected = new ArrayList<>(one.get(customer.getString(0)));
      expected.addAll(other.get(customer.getString(0)));
      assertThat(found.get(customer.getString(0))).as(customer.toString()).isEqualTo(expected);
    }
  }

  private static List<Object> facts(Row row) {
    List<Object> facts = new ArrayList<>();
    for (int i = 1; i < row.size(); i++) {
      facts.add(row.get(i));
    }
    return facts;
  }

  /** Of all sizes and both signs, with many that are equal, and some that are not there. */
  private static BigDecimal amount(Random random, int digits) {
    int kind = random.nextInt(10);
    if (kind < 2) {
      return kind == 0 ? null : new BigDecimal("0.00");
    }
    double size = Math.pow(10, random.nextDouble() * (digits + 2));
    return BigDecimal.valueOf(random.nextInt(3) == 0 ? -(long) size : (long) size, 2);
  }

  private static Map<String, List<Object>> inOneList(List<Row> customers, int column, int tiles) {
    List<Row> order =
        new ArrayList<>(customers.stream().filter(row -> !row.isNullAt(column)).toList());
    order.sort(
        Comparator.comparing((Row row) -> row.getDecimal(column))
            .reversed()
            .thenComparing(row -> row.getString(0)));
    Map<String, List<Object>> facts = new HashMap<>();
    for (Row row : customers) {
      facts.put(row.getString(0), Arrays.asList(null, null, null, null));
    }
    BigDecimal total =
        order.stream().map(row -> row.getDecimal(column)).reduce(BigDecimal::add).orElseThrow();
    BigDecimal sum = new BigDecimal("0.00");
    for (int i = 0; i < order.size(); i++) {
      sum = sum.add(order.get(i).getDecimal(column));
      long tile = 1 + (long) tiles * i / order.size();
      facts.put(order.get(i).getString(0), List.of(i + 1L, tile, sum, total));
    }
    return facts;
  }
}
