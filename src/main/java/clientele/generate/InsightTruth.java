package clientele.generate;

import clientele.generate.Effect.Pair;
import clientele.generate.Intervention.Arm;
import clientele.generate.Intervention.Kind;
import clientele.generate.Life.CampaignContact;
import clientele.generate.Membership.Plan;
import clientele.generate.Membership.Term;
import clientele.generate.Occasion.Contact;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code truth/insight}: the true value of what the insights estimate.
 *
 * <p>Causal rows are effects on the exposed: among those who had the exposure, their outcome with
 * it minus their outcome had it been the other, everything else of their lives drawn alike. Each
 * unit has one index date, and the whole follow-up lies in the history. Descriptive rows
 * (loyal_vs_first, income_bands) are the figure itself over the whole population.
 */
final class InsightTruth {
  static final SourceTable TABLE = Effect.table("truth/insight", InsightTruth::pairs);

  private static final int FOLLOW_UP = 365;
  private static final int SERVICE_FOLLOW_UP = 180;
  private static final int BREADTH_LAST = 545;
  private static final int LOYAL_DAYS = 365;
  private static final int LOYAL_ORDERS = 3;
  private static final int LIFETIME_DAYS = 1095;
  private static final int CAMPAIGN_DAYS = 90;
  private static final int LOCK_IN_MONTHS = 24;

  private InsightTruth() {}

  /** The effects by insight, dimension and value. */
  static Dataset<Row> summary(Dataset<Row> pairs) {
    return Effect.summary(pairs)
        .selectExpr(
            "question AS insight",
            "split(value, '=')[0] AS dimension",
            "coalesce(try_element_at(split(value, '='), 2), 'all') AS value",
            "population",
            "treated_outcome",
            "control_outcome",
            "true_effect",
            "unit",
            "definition")
        .orderBy("insight", "dimension", "value", "unit", "definition");
  }

  private static void pairs(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    int end = world.timeline().days();
    Life life = Life.of(world, customer, end);
    poorService(world, customer, life, out);
    answers(world, customer, life, out);
    firstDiscount(world, customer, life, out);
    breadth(world, customer, life, out);
    loyalty(world, customer, out);
    campaigns(world, customer, life, out);
    lockIn(world, customer, out);
  }

  private static void poorService(World world, Customer customer, Life life, Consumer<Row> out) {
    Optional<Occasion> exposed =
        life.occasions().stream()
            .filter(o -> o.contact() != null && o.contact().isRated())
            .filter(o -> o.contact().rating() <= Contact.POOR)
            .findFirst();
    if (exposed.isEmpty()) {
      return;
    }
    Occasion occasion = exposed.get();
    int index = DialogueSources.contactDay(world, customer, occasion);
    int last = index + SERVICE_FOLLOW_UP;
    if (last >= world.timeline().days()) {
      return;
    }
    Both both = Both.of(world, customer, Kind.POOR_SERVICE, occasion.index(), last);
    Pair silent =
        Pair.of(1 - both.treated(index, last).returned(), 1 - both.control(index, last).returned());
    silent.emit(InsightQuestions.POOR_SERVICE, "all", true, out);
    silent.emit(
        InsightQuestions.POOR_SERVICE,
        "stage=" + Contact.STAGES[occasion.contact().stage()],
        true,
        out);
  }

  private static void answers(World world, Customer customer, Life life, Consumer<Row> out) {
    Optional<Occasion> first =
        life.occasions().stream().filter(o -> o.answer() != null).findFirst();
    if (first.isEmpty() || first.get().answer().mood() < 1) {
      return;
    }
    int index = DialogueSources.answerDay(world, customer, first.get());
    int last = index + FOLLOW_UP;
    if (last >= world.timeline().days()) {
      return;
    }
    Both both = Both.of(world, customer, Kind.PROMOTER, first.get().index(), last);
    Books with = both.treated(index, last);
    Books without = both.control(index, last);
    Pair.of(with.occasions(), without.occasions()).emit(InsightQuestions.OFTEN, "all", true, out);
    Pair.of(with.margin(), without.margin()).emit(InsightQuestions.MORE, "all", true, out);
    new Pair(with.discount(), with.list(), without.discount(), without.list())
        .emit(InsightQuestions.PAY, "all", true, out);
    Pair.of(0, 0).emit(InsightQuestions.RECOMMEND, "all", true, out);
  }

  private static void firstDiscount(World world, Customer customer, Life life, Consumer<Row> out) {
    int index = (int) customer.joined();
    int last = index + FOLLOW_UP;
    boolean isExposed = customer.isDiscountAcquired() && !customer.isProspect();
    if (!isExposed || life.occasions().isEmpty() || last >= world.timeline().days()) {
      return;
    }
    Both both = Both.of(world, customer, Kind.FIRST_DISCOUNT, 0, last);
    Books with = both.treated(index, last);
    Books without = both.control(index, last);
    Pair.of(with.returned(), without.returned())
        .emit(InsightQuestions.DISCOUNT_RETENTION, "all", true, out);
    Pair.of(with.margin(), without.margin())
        .emit(InsightQuestions.DISCOUNT_MARGIN, "all", true, out);
  }

  private static void breadth(World world, Customer customer, Life life, Consumer<Row> out) {
    int index = (int) customer.joined() + Life.BREADTH_DAYS;
    int last = (int) customer.joined() + BREADTH_LAST;
    if (customer.isProspect() || !life.isBroad() || last >= world.timeline().days()) {
      return;
    }
    Both both = Both.of(world, customer, Kind.BREADTH, 0, last);
    Books with = both.treated(index, last);
    Books without = both.control(index, last);
    Pair.of(with.returned(), without.returned()).emit(InsightQuestions.BREADTH, "all", true, out);
    Pair.of(with.margin(), without.margin())
        .emit(InsightQuestions.BREADTH_MARGIN, "all", true, out);
  }

  /** Needs three years of a life, and so looks into the future where the history is short. */
  private static void loyalty(World world, Customer customer, Consumer<Row> out) {
    int first = (int) customer.joined();
    int last = first + LIFETIME_DAYS;
    if (customer.isProspect() || last >= world.timeline().length()) {
      return;
    }
    Life life = Life.of(world, customer, last + 1);
    Books lifetime = Books.of(world, customer, life, first - 1, last);
    Books firstDay = Books.of(world, customer, life, first - 1, first);
    int early = Books.of(world, customer, life, first - 1, first + LOYAL_DAYS).occasions();
    Pair worth = Pair.of(lifetime.margin(), firstDay.margin());
    worth.emit(InsightQuestions.LOYAL, "acquired=all", true, out);
    if (early >= LOYAL_ORDERS) {
      worth.emit(InsightQuestions.LOYAL, "all", true, out);
    }
  }

  private static void campaigns(World world, Customer customer, Life life, Consumer<Row> out) {
    for (CampaignContact contact : life.campaignContacts()) {
      Campaign campaign = contact.campaign();
      int last = campaign.day() + CAMPAIGN_DAYS;
      Both both = Both.of(world, customer, Kind.CAMPAIGN, campaign.index(), last);
      Books with = both.treated(campaign.day(), last);
      Books without = both.control(campaign.day(), last);
      double cost = campaign.costCents() / 100.0;
      Pair profit = Pair.of(with.margin() - cost, without.margin());
      Pair retained = Pair.of(with.returned(), without.returned());
      switch (campaign.action()) {
        case "voucher" -> {
          String audience = campaign.target() == Campaign.Target.PROSPECTS ? "new" : "existing";
          profit.emit(
              InsightQuestions.PER_CONTACT, "audience=" + audience, contact.isTreated(), out);
          if (campaign.target() == Campaign.Target.LAPSING) {
            new Pair(cost, retained.treated() - retained.control(), 0, 1)
                .emit(InsightQuestions.RETAIN_COST, "action=voucher", contact.isTreated(), out);
          }
        }
        case "free_delivery" ->
            profit.emit(InsightQuestions.DELIVERY, "all", contact.isTreated(), out);
        case "service" ->
            retained.emit(InsightQuestions.SERVICE_LEVEL, "all", contact.isTreated(), out);
        default -> {
          // calls and newsletters belong to no insight
        }
      }
    }
  }

  private static void lockIn(World world, Customer customer, Consumer<Row> out) {
    List<Term> terms = Membership.terms(world, customer);
    if (terms.isEmpty() || terms.get(0).plan() != Plan.ANNUAL || !Membership.isPaid(terms.get(0))) {
      return;
    }
    Timeline timeline = world.timeline();
    Term first = terms.get(0);
    int paid = Math.max(first.started(), first.trialUntil());
    int checked = timeline.dayOf(timeline.date(paid).plusMonths(LOCK_IN_MONTHS));
    if (checked < timeline.days()) {
      Pair.of(
              lost(world, customer, Plan.ANNUAL, first.id(), checked),
              lost(world, customer, Plan.PLUS, first.id(), checked))
          .emit(InsightQuestions.LOCK_IN, "all", true, out);
    }
  }

  /** 1 if the first subscription, had it been to the plan, is not paid for on the day. */
  private static int lost(World world, Customer customer, Plan plan, String id, int day) {
    boolean isPaying =
        Membership.terms(world, customer, Optional.of(plan)).stream()
            .filter(term -> term.id().equals(id))
            .anyMatch(term -> term.started() <= day && (term.ended() < 0 || term.ended() > day));
    return isPaying ? 0 : 1;
  }

  /** The two lives of a customer under an intervention and under its opposite. */
  private record Both(World world, Customer customer, Life treated, Life control) {
    static Both of(World world, Customer customer, Kind kind, int index, int lastDay) {
      return new Both(
          world,
          customer,
          Life.of(world, customer, lastDay + 1, new Intervention(kind, index, Arm.TREATED)),
          Life.of(world, customer, lastDay + 1, new Intervention(kind, index, Arm.CONTROL)));
    }

    Books treated(int after, int last) {
      return Books.of(world, customer, treated, after, last);
    }

    Books control(int after, int last) {
      return Books.of(world, customer, control, after, last);
    }
  }
}
