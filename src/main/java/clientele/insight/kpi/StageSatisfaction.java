package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.SATISFACTION;
import static clientele.catalogue.Vocabulary.STAGE;
import static org.apache.spark.sql.functions.when;

/** How satisfied customers are with the service before, during or after the purchase. */
final class StageSatisfaction {
  private StageSatisfaction() {}

  static Kpi of(String stage) {
    return Kpi.of(
        "satisfaction_" + stage,
        Scorecard.SERVICE,
        Unit.RATING,
        "How good is the service " + stage + " the purchase?",
        "rating of the contacts of this stage; contacts without a rating are left out",
        Population.SERVICE_CONTACTS,
        when(STAGE.col().equalTo(stage), SATISFACTION.col()));
  }
}
