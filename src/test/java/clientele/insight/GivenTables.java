package clientele.insight;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.job.Inputs;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables as a test gives them, in one currency; those it does not give are empty. */
record GivenTables(SparkSession spark, Map<Table, Dataset<Row>> given) implements Inputs {
  @Override
  public Dataset<Row> table(Table table) {
    return given.getOrDefault(table, spark.createDataFrame(List.of(), table.schema()));
  }

  @Override
  public Dataset<Row> inOwnCurrencies(Table table) {
    return table(table);
  }

  @Override
  public Dataset<Row> comparableTerms() {
    return table(Tables.SUBSCRIPTIONS_TABLE);
  }

  @Override
  public Dataset<Row> accepted(Table table) {
    return table(table);
  }
}
