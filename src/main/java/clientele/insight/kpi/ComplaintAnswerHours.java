package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.OPENED_AT;
import static clientele.catalogue.Vocabulary.RESOLVED_AT;
import static clientele.catalogue.Vocabulary.STAGE;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Culture: how long customers wait for an answer to a complaint. */
final class ComplaintAnswerHours {
  static final Column IS_COMPLAINT = STAGE.col().equalTo("after");

  /** From the contact to its answer; null: not answered. */
  static final Column SECONDS =
      unix_seconds(RESOLVED_AT.col()).minus(unix_seconds(OPENED_AT.col()));

  static final Kpi KPI =
      Kpi.of(
          "complaint_answer_hours",
          Scorecard.CULTURE,
          Unit.HOURS,
          "How long does a customer wait for an answer to a complaint?",
          "from contact to answer of the complaints answered by now; a complaint is a contact after"
              + " the purchase",
          Population.SERVICE_CONTACTS,
          when(IS_COMPLAINT, SECONDS.cast("decimal(20,0)").divide(lit(3600))));

  private ComplaintAnswerHours() {}
}
