package clientele.generate;

import clientele.generate.Draws.Purpose;
import clientele.generate.Life.CampaignContact;
import clientele.generate.Occasion.Contact;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The sources of what passes between customers and the company: answers, contacts, campaigns. */
final class DialogueSources {
  static final SourceTable NPS_RESPONSES =
      new SourceTable(
          "nps_responses",
          "response_id STRING, customer_id STRING, responded_at BIGINT, score INT, stage STRING,"
              + " comment STRING",
          List.of(
              "response_id",
              "customer_id",
              SourceTable.instant("responded_at"),
              "score",
              "stage",
              "comment"),
          DialogueSources::answers);

  static final SourceTable SERVICE_CONTACTS =
      new SourceTable(
          "service_contacts",
          "contact_id STRING, customer_id STRING, opened_at BIGINT, resolved_at BIGINT,"
              + " stage STRING, satisfaction INT, cost BIGINT",
          List.of(
              "contact_id",
              "customer_id",
              SourceTable.instant("opened_at"),
              SourceTable.instant("resolved_at"),
              "stage",
              "satisfaction",
              SourceTable.money("cost")),
          DialogueSources::contacts);

  static final SourceTable CAMPAIGN_CONTACTS =
      new SourceTable(
          "campaign_contacts",
          "campaign_id STRING, customer_id STRING, contacted_at BIGINT, arm STRING, cost BIGINT,"
              + " action STRING",
          List.of(
              "campaign_id",
              "customer_id",
              SourceTable.instant("contacted_at"),
              "arm",
              SourceTable.money("cost"),
              "action"),
          DialogueSources::campaignContacts);

  private static final String[] COMMENTS = {
    null,
    null,
    "Quick delivery",
    "Could be cheaper, but fine",
    "They said \"tomorrow\" and it took a week",
    "Très bien",
    "first line\nsecond line"
  };
  private static final long SECOND_MICROS = 1_000_000L;
  private static final int OPENING_SECOND = 9 * 3600;
  private static final int OPEN_SECONDS = 10 * 3600;

  private DialogueSources() {}

  private static void answers(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    for (Occasion occasion : Life.of(world, customer, world.timeline().days()).occasions()) {
      if (occasion.answer() == null) {
        continue;
      }
      Draws draws = world.draws(id, Purpose.CONTACT_DATA, 3L * occasion.index() + 1);
      int day = answerDay(world, customer, occasion);
      int stage = draws.pick(0.15, 0.25, 0.50, 0.10);
      int second = draws.below(86_400);
      if (day < world.timeline().days()) {
        out.accept(
            RowFactory.create(
                customer.key().replace('C', 'N') + "-" + (occasion.index() + 1),
                customer.key(),
                world.timeline().micros(day, second),
                occasion.answer().score(),
                stage < Contact.STAGES.length ? Contact.STAGES[stage] : null,
                COMMENTS[draws.below(COMMENTS.length)]));
      }
    }
  }

  private static void contacts(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    for (Occasion occasion : Life.of(world, customer, world.timeline().days()).occasions()) {
      Contact contact = occasion.contact();
      if (contact == null) {
        continue;
      }
      Draws draws = world.draws(id, Purpose.CONTACT_DATA, 3L * occasion.index() + 2);
      int day = contactDay(world, customer, occasion);
      if (day >= world.timeline().days()) {
        continue;
      }
      long opened = world.timeline().micros(day, OPENING_SECOND + draws.below(OPEN_SECONDS));
      double hours = (contact.rating() <= Contact.POOR ? 40 : 6) * draws.exponential();
      boolean isResolved = draws.chance(0.95);
      long resolved = opened + (long) Math.floor(hours * 3600) * SECOND_MICROS;
      boolean isInHistory = resolved < world.timeline().micros(world.timeline().days(), 0);
      out.accept(
          RowFactory.create(
              customer.key().replace('C', 'T') + "-" + (occasion.index() + 1),
              customer.key(),
              opened,
              isResolved && isInHistory ? (Long) resolved : null,
              Contact.STAGES[contact.stage()],
              contact.isRated() ? (Integer) contact.rating() : null,
              Math.round(300 + 600 * draws.uniform())));
    }
  }

  /** The day on which the survey after an occasion is answered. */
  static int answerDay(World world, Customer customer, Occasion occasion) {
    Draws draws = world.draws(customer.id(), Purpose.DELAY, 2L * occasion.index());
    return occasion.day() + draws.below(8);
  }

  /** The day of the contact around an occasion; not before the customer joined. */
  static int contactDay(World world, Customer customer, Occasion occasion) {
    int delay = world.draws(customer.id(), Purpose.DELAY, 2L * occasion.index() + 1).below(9);
    return switch (occasion.contact().stage()) {
      case Contact.BEFORE -> Math.max((int) customer.joined(), occasion.day() - 1 - delay / 3);
      case Contact.DURING -> occasion.day();
      default -> occasion.day() + 1 + delay;
    };
  }

  private static void campaignContacts(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    Life life = Life.of(world, customer, world.timeline().days());
    for (CampaignContact contact : life.campaignContacts()) {
      Campaign campaign = contact.campaign();
      out.accept(
          RowFactory.create(
              campaign.id(),
              customer.key(),
              world.timeline().micros(campaign.day(), OPENING_SECOND),
              contact.isTreated() ? "treated" : "control",
              contact.isTreated() ? campaign.costCents() : 0L,
              campaign.action()));
    }
  }
}
