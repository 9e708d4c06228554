package clientele.fold;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.catalogue.Vocabulary;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.TextTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class FxTest {
  private static final StructType PRODUCTS =
      StructType.fromDDL("amount decimal(28,10), rate decimal(20,12)");
  private static final Column PRODUCT = Fx.product(col("amount"), lit(true), col("rate"));

  private final SparkSession spark;

  FxTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void productsAreRoundedOnceToTheCent() {
    List<Row> rows = products();
    Column cents = Fx.cents(PRODUCT);

    for (Row row :
        spark.createDataFrame(rows, PRODUCTS).withColumn("cents", cents).collectAsList()) {
      BigDecimal exact = row.getDecimal(0).multiply(row.getDecimal(1));
      assertThat(row.getDecimal(2))
          .as("%s x %s", row.get(0), row.get(1))
          .isEqualByComparingTo(exact.setScale(2, RoundingMode.HALF_UP));
    }
  }

  @Test
  void sumsOfProductsAreRoundedOnceToTheCent() {
    List<Row> rows = products();
    Column cents =
        Fx.cents(sum(PRODUCT.getField(Fx.WHOLE)), sum(PRODUCT.getField(Fx.REST))).as("cents");
    BigDecimal exact =
        rows.stream()
            .map(row -> row.getDecimal(0).multiply(row.getDecimal(1)))
            .reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(spark.createDataFrame(rows, PRODUCTS).agg(cents).first().getDecimal(0))
        .isEqualByComparingTo(exact.setScale(2, RoundingMode.HALF_UP));
  }

  @Test
  void whatNeedsNoRateIsRoundedAsItIs() {
    Column cents = Fx.cents(Fx.own(col("amount")));

    for (Row row :
        spark.createDataFrame(products(), PRODUCTS).withColumn("cents", cents).collectAsList()) {
      assertThat(row.getDecimal(2))
          .isEqualByComparingTo(row.getDecimal(0).setScale(2, RoundingMode.HALF_UP));
    }
  }

  /** Of all sizes, and such as are a digit of the twelfth place off half a cent. */
  private static List<Row> products() {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (String rate : List.of("0.994999999999", "0.995000000000", "0.995000000001")) {
      rows.add(RowFactory.create(new BigDecimal("1.0000000000"), new BigDecimal(rate)));
    }
    BigDecimal greatest = new BigDecimal("43333333333333333.2900000000");
    rows.add(RowFactory.create(greatest, new BigDecimal("99999999.999999999999")));
    for (int i = 0; i < 2000; i++) {
      BigDecimal amount = new BigDecimal(new BigInteger(random.nextInt(60), random), 10);
      BigDecimal rate = new BigDecimal(new BigInteger(1 + random.nextInt(60), random), 12);
      rows.add(RowFactory.create(amount, rate));
    }
    return rows;
  }

  @Test
  void whatIsPaidBackIsRoundedAsWhatIsPaid() {
    Dataset<Row> orders =
        TextTable.of(
            spark,
            Tables.ORDERS_TABLE.schema(),
            """
            order_id | ordered_on | currency | amount
            a        | 2024-01-05 | EUR      | 0.05
            b        | 2024-01-05 | EUR      | -0.05
            c        | 2024-01-05 | USD      | 1.00
            d        | 2024-01-05 | USD      | -1.00
            e        | 2024-01-05 | USD      | -7.77
            f        | 2024-01-05 | GBP      | -0.05
            g        | 2024-01-05 | null     | 3.00
            """);
    Dataset<Row> rates =
        TextTable.of(
            spark,
            Tables.FX_RATES_TABLE.schema(),
            """
            currency | on_date    | rate
            EUR      | 2024-01-02 | 0.1
            USD      | 2024-01-02 | 0.994999999999
            """);

    TableAssert.assertThat(
            Fx.convert(
                orders,
                rates,
                "GBP",
                Vocabulary.ORDERED_ON,
                List.of(Vocabulary.AMOUNT),
                LocalDate.of(2024, 1, 31)))
        .hasRows(
            """
            order_id | amount
            a        | 0.01
            b        | -0.01
            c        | 0.99
            d        | -0.99
            e        | -7.73
            f        | -0.05
            g        | 3.00
            """);
  }
}
