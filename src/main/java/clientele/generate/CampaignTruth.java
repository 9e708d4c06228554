package clientele.generate;

import clientele.generate.Effect.Pair;
import clientele.generate.Effect.Question;
import clientele.generate.Intervention.Arm;
import clientele.generate.Intervention.Kind;
import clientele.generate.Life.CampaignContact;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code truth/campaign}: what each campaign really changed among the customers it reached, treated
 * or control, over the days after the contact: share with a purchase occasion, and margin.
 */
final class CampaignTruth {
  static final SourceTable TABLE = Effect.table("truth/campaign", CampaignTruth::pairs);

  private static final int[] OUTCOME_DAYS = {30, 60, 90, 180};

  private CampaignTruth() {}

  /** The effects by campaign_id, outcome (retention or margin) and outcome_days. */
  static Dataset<Row> summary(Dataset<Row> pairs) {
    return Effect.summary(pairs)
        .selectExpr(
            "question AS campaign_id",
            "split(value, ' ')[0] AS outcome",
            "CAST(split(value, ' ')[1] AS INT) AS outcome_days",
            "population",
            "treated",
            "treated_outcome",
            "control_outcome",
            "true_effect",
            "unit",
            "definition")
        .orderBy("campaign_id", "outcome", "outcome_days");
  }

  private static void pairs(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    Life actual = Life.of(world, customer, world.timeline().days());
    for (CampaignContact contact : actual.campaignContacts()) {
      Campaign campaign = contact.campaign();
      int last = campaign.day() + OUTCOME_DAYS[OUTCOME_DAYS.length - 1];
      Life treated = life(world, customer, campaign, Arm.TREATED, last);
      Life control = life(world, customer, campaign, Arm.CONTROL, last);
      for (int days : OUTCOME_DAYS) {
        int until = campaign.day() + days;
        Books with = Books.of(world, customer, treated, campaign.day(), until);
        Books without = Books.of(world, customer, control, campaign.day(), until);
        Pair.of(with.returned(), without.returned())
            .emit(
                new Question(
                    campaign.id(), "share", "with an occasion in the outcome days, all reached"),
                "retention " + days,
                contact.isTreated(),
                out);
        Pair.of(with.margin(), without.margin())
            .emit(
                new Question(
                    campaign.id(),
                    "GBP",
                    "margin in the outcome days per customer reached, before contact cost"),
                "margin " + days,
                contact.isTreated(),
                out);
      }
    }
  }

  private static Life life(
      World world, Customer customer, Campaign campaign, Arm arm, int lastDay) {
    Intervention forced = new Intervention(Kind.CAMPAIGN, campaign.index(), arm);
    return Life.of(world, customer, lastDay + 1, forced);
  }
}
