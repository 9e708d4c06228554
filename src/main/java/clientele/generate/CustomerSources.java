package clientele.generate;

import clientele.generate.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The sources of who customers are: attributes and contact data, and the user's features. */
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
  private static final String[] DEVICES = {"ios", "android", "desktop"};
  private static final int FEATURE_EVERY_DAYS = 91;

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

  /** What the web shop knew at the end of every thirteen weeks. */
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
