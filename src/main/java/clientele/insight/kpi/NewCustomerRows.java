package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.ACQUISITION_COST;
import static clientele.catalogue.Vocabulary.COHORT;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.SUBSCRIPTION_COHORT;
import static clientele.catalogue.Vocabulary.VALID_FROM;
import static org.apache.spark.sql.functions.least;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.job.Inputs;
import clientele.job.RunContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row per customer who ever ordered or paid and has a row of attributes, in the first month.
 */
final class NewCustomerRows {
  private NewCustomerRows() {}

  static Dataset<Row> of(Inputs inputs, RunContext context) {
    Dataset<Row> costs =
        Dimensions.inForce(
            inputs
                .table(Tables.CUSTOMERS_TABLE)
                .select(CUSTOMER_ID.col(), VALID_FROM.col(), ACQUISITION_COST.col()),
            context.businessDate());
    return inputs
        .table(Tables.CUSTOMER)
        .select(CUSTOMER_ID.col(), least(COHORT.col(), SUBSCRIPTION_COHORT.col()).as(MONTH.name()))
        .where(MONTH.col().isNotNull())
        .join(costs, CUSTOMER_ID.name(), "inner"); // at most one row per customer on both sides
  }
}
