package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.OPENED_ON;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.job.RunContext;
import org.apache.spark.sql.Column;

/** Culture: whether complaints are answered in time. */
public final class ComplaintsInTime {
  static final Kpi KPI =
      Kpi.of(
              "complaints_in_time",
              Scorecard.CULTURE,
              Unit.SHARE,
              "How many complaints are answered in time?",
              "complaints answered within insights.answer-within-hours, of those whose time is up;"
                  + " a complaint is a contact after the purchase",
              Population.SERVICE_CONTACTS,
              ComplaintsInTime::isInTime)
          .knownAfter(ComplaintsInTime::days);

  private ComplaintsInTime() {}

  /** 1 or 0 for a service contact; null: no complaint, or its time is not up. */
  public static Column isInTime(RunContext context) {
    int hours = context.settings().insights().answerWithinHours();
    Column isDue = date_add(OPENED_ON.col(), days(context)).leq(lit(context.businessDate()));
    Column isInTime = coalesce(ComplaintAnswerHours.SECONDS.leq(hours * 3600L), lit(false));
    return when(ComplaintAnswerHours.IS_COMPLAINT.and(isDue), isInTime.cast("int"));
  }

  private static int days(RunContext context) {
    return (context.settings().insights().answerWithinHours() + 23) / 24;
  }
}
