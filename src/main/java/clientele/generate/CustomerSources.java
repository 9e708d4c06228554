package clientele.generate;

import clientele.generate.Draws.Purpose;
import clientele.generate.Life.CampaignContact;
import clientele.generate.Occasion.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The sources of who customers are and what they say: all but the sales. */
final class CustomerSources {
  static final SourceTable CUSTOMERS =
      new SourceTable(
          "customers",
          "customer_id STRING, signed_up_on INT, region STRING, income_band STRING,"
              + " acquisition_channel STRING, acquisition_cost BIGINT, referred_by STRING,"
              + " email STRING, phone STRING, first_name STRING, last_name STRING, country STRING,"
              + " postcode STRING, language STRING, consent_marketing BOOLEAN, suppressed BOOLEAN",
          List.of(
              "customer_id",
              SourceTable.date("signed_up_on"),
              "region",
              "income_band",
              "acquisition_channel",
              SourceTable.money("acquisition_cost"),
              "referred_by",
              "email",
              "phone",
              "first_name",
              "last_name",
              "country",
              "postcode",
              "language",
              "consent_marketing",
              "suppressed"),
          CustomerSources::customers);

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
          CustomerSources::answers);

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
          CustomerSources::contacts);

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
          CustomerSources::campaignContacts);

  static final SourceTable FEATURES =
      new SourceTable(
          "features",
          "customer_id STRING, as_of INT, web_visits_30d INT, basket_abandons_30d INT,"
              + " device STRING",
          List.of(
              "customer_id",
              SourceTable.date("as_of"),
              "web_visits_30d",
              "basket_abandons_30d",
              "device"),
          CustomerSources::features);

  /** Share of buyers who are missing in the customers source. */
  private static final double MISSING_SHARE = 0.005;

  private static final String[] FIRST_NAMES = {
    "Amelia", "Oliver", "Zoë", "Noah", "Siân", "Ravi", "Aoife", "José", "Mei", "Tom", "Łucja", "Ada"
  };
  private static final String[] LAST_NAMES = {
    "Smith", "O'Neill", "Patel", "Jones", "Müller", "Evans", "Nguyen", "Taylor", "de la Cruz"
  };
  private static final String[] LANGUAGES = {"en", "en", "en", "cy", "pl", "fr"};
  private static final String[] COMMENTS = {
    null,
    null,
    "Quick delivery",
    "Could be cheaper, but fine",
    "They said \"tomorrow\" and it took a week",
    "Très bien",
    "first line\nsecond line"
  };
  private static final String[] DEVICES = {"ios", "android", "desktop"};
  private static final long SECOND_MICROS = 1_000_000L;
  private static final int FEATURE_EVERY_DAYS = 91;
  private static final int OPENING_SECOND = 9 * 3600;
  private static final int OPEN_SECONDS = 10 * 3600;

  private CustomerSources() {}

  private static void customers(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    Draws draws = world.draws(id, Purpose.CONTACT_DATA);
    if (draws.chance(MISSING_SHARE) && !customer.isProspect()) {
      return;
    }
    boolean isReferred = customer.acquisition() == Customer.REFERRAL;
    long referrer = isReferred ? referrer(world, customer) : -1;
    String first = FIRST_NAMES[draws.below(FIRST_NAMES.length)];
    String last = LAST_NAMES[draws.below(LAST_NAMES.length)];
    boolean hasEmail = draws.chance(0.96);
    boolean hasPhone = draws.chance(0.70);
    int line = draws.below(1000);
    String digits = "%03d".formatted(line);
    boolean isIrish = customer.paysEuros();
    String postcode =
        isIrish ? "D%02d X%s".formatted(1 + line % 24, digits) : "AB1 " + line % 9 + "CD";
    boolean knowsConsent = draws.chance(0.95);
    boolean consents = draws.chance(0.7);
    out.accept(
        RowFactory.create(
            customer.key(),
            world.timeline().epochDay((int) customer.joined()),
            Customer.REGIONS[customer.region()],
            customer.incomeBand() < 0 ? null : Customer.INCOME_BANDS[customer.incomeBand()],
            Customer.ACQUISITION_CHANNELS[customer.acquisition()],
            customer.acquisitionCents(),
            referrer < 0 ? null : Customer.key(referrer),
            hasEmail ? "c" + (id + 1) + "@example.com" : null,
            // The ranges that the regulators keep free for fiction.
            hasPhone ? (isIrish ? "+35320910" : "+447700900") + digits : null,
            first,
            last,
            isIrish ? "IE" : "GB",
            postcode,
            LANGUAGES[draws.below(LANGUAGES.length)],
            knowsConsent ? (Boolean) consents : null,
            draws.chance(0.02)));
  }

  /** The most satisfied of four candidates who were customers already; -1 if none was. */
  private static long referrer(World world, Customer customer) {
    Draws draws = world.draws(customer.id(), Purpose.REFERRAL);
    long best = -1;
    double satisfaction = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 4; i++) {
      Customer candidate = Customer.of(world, (long) (draws.uniform() * world.customers()));
      double appeal = candidate.satisfaction() * world.effects() - i * 1e-9;
      if (candidate.joined() < customer.joined()
          && !candidate.isProspect()
          && appeal > satisfaction) {
        best = candidate.id();
        satisfaction = appeal;
      }
    }
    return best;
  }

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

  /**
   * What the web shop knew at the end of every thirteen weeks; customers on their way out visit
   * less.
   */
  private static void features(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    Timeline timeline = world.timeline();
    List<Occasion> occasions = Life.of(world, customer, timeline.days()).occasions();
    for (int day : featureDays(timeline)) {
      if (day < customer.joined()) {
        continue;
      }
      long recent = occasions.stream().filter(o -> o.day() <= day && o.day() > day - 30).count();
      boolean returns = occasions.stream().anyMatch(o -> o.day() > day - 60 && o.day() <= day);
      Draws draws = world.draws(id, Purpose.FEATURES, day);
      double interest = 0.5 + 2.0 * recent + (returns ? 1.5 : 0);
      int visits = draws.poisson(Math.min(40, interest));
      out.accept(
          RowFactory.create(
              customer.key(),
              timeline.epochDay(day),
              visits,
              draws.poisson(0.1 * visits),
              draws.chance(0.1) ? null : DEVICES[(int) (id % DEVICES.length)]));
    }
  }

  private static List<Integer> featureDays(Timeline timeline) {
    List<Integer> days = new ArrayList<>();
    for (int day = timeline.days() - 1; day >= 0; day -= FEATURE_EVERY_DAYS) {
      days.add(0, day);
    }
    return days;
  }
}
