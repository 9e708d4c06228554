package clientele.fold;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.catalogue.Tables;
import clientele.settings.Dimension;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class DimensionsTest {
  private final SparkSession spark;
  private final Dataset<Row> population;
  private final Dataset<Row> customers;

  DimensionsTest(SparkSession spark) {
    this.spark = spark;
    this.population =
        TextTable.of(
            spark,
            "customer_id STRING, orders BIGINT",
            """
            customer_id | orders
            a           | 1
            b           | 2
            b           | 4
            z           | 8
            """);
    this.customers =
        TextTable.of(
            spark,
            Tables.CUSTOMERS_TABLE.schema(),
            """
            customer_id | valid_from | region | attributes
            a           | null       | South  | {"tier": "gold"}
            a           | 2024-01-01 | North  | {}
            a           | 2024-03-01 | East   | {"tier": "lead"}
            b           | null       | null   | {"tier": "gold"}
            z           | 2024-03-01 | East   | {"tier": "lead"}
            """);
  }

  @Test
  void theRowInForceIsTheOneOfTheGreatestValidFromNotAfterTheDate() {
    Dataset<Row> inForce = Dimensions.inForce(customers, LocalDate.of(2024, 2, 29));
    assertThat(inForce)
        .hasRows(
            """
            customer_id | region | attributes
            a           | North  | {}
            b           | null   | {"tier": "gold"}
            """);
  }

  @Test
  void everyRowHasOneValueOfEveryDimension() {
    assertThat(Dimensions.exploded(values("region", "region*tier")))
        .hasRows(
            """
            customer_id | orders | dimension   | value
            a           | 1      | all         | all
            a           | 1      | region      | North
            a           | 1      | region*tier | North*unknown
            b           | 2      | all         | all
            b           | 2      | region      | unknown
            b           | 2      | region*tier | unknown*gold
            b           | 4      | all         | all
            b           | 4      | region      | unknown
            b           | 4      | region*tier | unknown*gold
            z           | 8      | all         | all
            z           | 8      | region      | unknown
            z           | 8      | region*tier | unknown*unknown
            """);
  }

  @Test
  void theMapHasAllDimensionsButAll() {
    assertThat(values("region", "tier").select(col("orders"), Dimensions.map()))
        .hasRows(
            """
            orders | dimensions
            1      | {"region": "North", "tier": "unknown"}
            2      | {"region": "unknown", "tier": "gold"}
            4      | {"region": "unknown", "tier": "gold"}
            8      | {"region": "unknown", "tier": "unknown"}
            """);
  }

  @Test
  void sumsOfTheValuesAddUpToAll() {
    assertThat(Dimensions.sums(values("region"), List.of(), List.of("orders")))
        .hasRows(
            """
            dimension | value   | orders
            all       | all     | 15
            region    | North   | 1
            region    | unknown | 14
            """);
  }

  @Test
  void builtInsComeFromTheirOwnDataset() {
    Dataset<Row> builtIns =
        TextTable.of(
            spark,
            "customer_id STRING, first_channel STRING",
            """
            customer_id | first_channel
            b           | web
            """);
    Dataset<Row> rows =
        Dimensions.of(
            population,
            Dimensions.inForce(customers, LocalDate.of(2024, 2, 29)),
            List.of(new Dimension("region*first_channel")),
            List.of(builtIns));
    assertThat(rows.select(col("orders"), Dimensions.map()))
        .hasRows(
            """
            orders | dimensions
            1      | {"region*first_channel": "North*unknown"}
            2      | {"region*first_channel": "unknown*web"}
            4      | {"region*first_channel": "unknown*web"}
            8      | {"region*first_channel": "unknown*unknown"}
            """);
  }

  @Test
  void aBuiltInThatNobodyComputedIsABug() {
    assertThatThrownBy(() -> values("first_channel"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody computed the dimension first_channel");
  }

  @Test
  void theFirstOccasionIsDescribedByItsSmallestOrder() {
    Dataset<Row> orders =
        TextTable.of(
            spark,
            Tables.ORDERS_TABLE.schema(),
            """
            customer_id | order_id | ordered_on | channel | category | discount
            a           | 1        | 2024-01-02 | shop    | toys     | 1.00
            a           | 3        | 2024-01-09 | web     | books    | 0.00
            a           | 2        | 2024-01-09 | phone   | null     | 0.50
            a           | 0        | 2024-01-10 | shop    | toys     | 0.00
            b           | null     | 2024-02-01 | web     | books    | null
            b           | null     | 2024-02-01 | shop    | toys     | 0.00
            """);
    Dataset<Row> months =
        TextTable.of(
            spark,
            Tables.CUSTOMER_MONTH.schema(),
            """
            customer_id | month      | order_days
            a           | 2023-12-01 | 0
            a           | 2024-01-01 | 768
            b           | 2024-02-01 | 1
            """);
    assertThat(FirstOccasion.of(orders, months))
        .hasRows(
            """
            customer_id | first_channel | first_category | first_discounted
            a           | phone         | null           | yes
            b           | shop          | toys           | no
            """);
  }

  private Dataset<Row> values(String... dimensions) {
    return Dimensions.of(
        population,
        Dimensions.inForce(customers, LocalDate.of(2024, 2, 29)),
        Stream.of(dimensions).map(Dimension::new).toList(),
        List.of());
  }
}
