package clientele.generate;

import clientele.generate.Draws.Purpose;
import clientele.generate.Intervention.Kind;
import clientele.generate.Occasion.Answer;
import clientele.generate.Occasion.Contact;
import java.util.ArrayList;
import java.util.List;

/**
 * What a customer does from joining up to some position of the calendar: purchase occasions, the
 * contacts and answers around them, the campaigns that reached them.
 *
 * <p>After each occasion the customer leaves with probability 1 - (1 - dropout x factors)(1 -
 * shock); else the next occasion follows after an exponential time on the purchase clock. With
 * effects 0 the factors are 1 and the shock 0, which is MBG/NBD.
 */
final class Life {
  /** Length of the first half year in which breadth of categories is measured. */
  static final int BREADTH_DAYS = 180;

  private static final int BROAD = 3;

  private static final double CONTACT_SHARE = 0.07;
  private static final double RATED_SHARE = 0.7;
  private static final double ASKED_SHARE = 0.12;
  private static final double POOR_SERVICE_SHOCK = 0.15;

  private final World world;
  private final Customer customer;
  private final Intervention intervention;
  private final List<Occasion> occasions = new ArrayList<>();
  private final List<CampaignContact> campaignContacts = new ArrayList<>();
  private boolean isAlive;
  private double leftAt = Double.NaN;
  private int mood;
  private int firstCategories;

  private Life(World world, Customer customer, Intervention intervention) {
    this.world = world;
    this.customer = customer;
    this.intervention = intervention;
  }

  /** A campaign that reached the customer. */
  record CampaignContact(Campaign campaign, boolean isTreated) {}

  /** The life as it happened, up to the position (not included). */
  static Life of(World world, Customer customer, double end) {
    return of(world, customer, end, Intervention.NONE);
  }

  /** The life as it would have happened under an intervention. */
  static Life of(World world, Customer customer, double end, Intervention intervention) {
    Life life = new Life(world, customer, intervention);
    life.live(end);
    return life;
  }

  List<Occasion> occasions() {
    return occasions;
  }

  List<CampaignContact> campaignContacts() {
    return campaignContacts;
  }

  boolean isAlive() {
    return isAlive;
  }

  /** Whether three or more categories were bought in the first half year. */
  boolean isBroad() {
    return Integer.bitCount(firstCategories) >= BROAD;
  }

  /** Position of the purchase after which the customer left; NaN while alive or without any. */
  double leftAt() {
    return leftAt;
  }

  private void live(double end) {
    double next = customer.isProspect() ? Double.POSITIVE_INFINITY : customer.joined();
    double induced = Double.POSITIVE_INFINITY;
    int upcoming = 0;
    while (true) {
      double soonest = Math.min(next, induced);
      List<Campaign> campaigns = world.campaigns();
      if (upcoming < campaigns.size() && campaigns.get(upcoming).day() <= Math.min(soonest, end)) {
        induced = Math.min(induced, response(campaigns.get(upcoming)));
        upcoming++;
        continue;
      }
      if (soonest >= end) {
        return;
      }
      boolean isInduced = induced < next;
      boolean wasAlive = isAlive && !occasions.isEmpty();
      double following = buy(soonest);
      if (isInduced) {
        induced = Double.POSITIVE_INFINITY;
      }
      if (isInduced && wasAlive) {
        // An extra purchase of a customer who was not gone: their own plan stands.
        isAlive = true;
        leftAt = Double.NaN;
      } else {
        next = following;
      }
    }
  }

  /** When the campaign makes the customer buy; infinite if it does not. */
  private double response(Campaign campaign) {
    if (customer.joined() >= campaign.day()) {
      return Double.POSITIVE_INFINITY;
    }
    double since =
        occasions.isEmpty()
            ? Double.NaN
            : campaign.day() - occasions.get(occasions.size() - 1).position();
    Draws draws = world.draws(customer.id(), Purpose.CAMPAIGN, campaign.index());
    if (!draws.chance(Campaign.REACH) || !campaign.target().holds(since)) {
      return Double.POSITIVE_INFINITY;
    }
    boolean isTreated = draws.chance(campaign.treatedShare());
    if (intervention.forces(Kind.CAMPAIGN, campaign.index())) {
      isTreated = intervention.isTreated();
    }
    campaignContacts.add(new CampaignContact(campaign, isTreated));
    boolean responds = draws.chance(campaign.response() * world.effects());
    double delay = 1 + (Campaign.RESPONSE_DAYS - 1) * draws.uniform();
    return isTreated && responds ? campaign.day() + delay : Double.POSITIVE_INFINITY;
  }

  /** Adds an occasion and returns the position of the next one; infinite if the customer leaves. */
  private double buy(double position) {
    int index = occasions.size();
    Draws draws = world.draws(customer.id(), Purpose.OCCASION, index);
    double leaves = draws.uniform();
    double gap = draws.exponential();
    double discount = discount(index, draws);
    int moodBefore = mood;
    Contact contact = contact(index, draws);
    Answer answer = answer(index, contact, draws);
    occasions.add(new Occasion(index, position, discount, moodBefore, contact, answer));
    if (answer != null) {
      mood = answer.mood();
    }
    if (position < customer.joined() + BREADTH_DAYS) {
      firstCategories |= Basket.categoryMask(world, customer, index);
    }
    isAlive = leaves >= 1 - (1 - leaving(position)) * (1 - shock(contact));
    if (!isAlive) {
      leftAt = position;
      return Double.POSITIVE_INFINITY;
    }
    leftAt = Double.NaN;
    Timeline timeline = world.timeline();
    return timeline.position(timeline.clock(position) + gap / pace());
  }

  /** Chance of a discount on an order after the first, in the present mood. */
  double discountChance() {
    return customer.discountAffinity() * world.effect(1 - 0.3 * mood);
  }

  int mood() {
    return mood;
  }

  /** Purchases per day of the purchase clock, in the present mood. */
  double pace() {
    return customer.rate() * world.effect(1 + 0.1 * mood);
  }

  /** Probability of leaving after a purchase at the position, in the present mood. */
  double leaving(double position) {
    double factor = mood > 0 ? 0.75 : mood < 0 ? 1.5 : 1.0;
    if (isDiscountAcquired()) {
      factor *= 1.3;
    }
    if (isBroad(position)) {
      factor *= 0.8;
    }
    return Math.min(1, customer.dropout() * world.effect(factor));
  }

  private double shock(Contact contact) {
    boolean isShocked =
        contact != null && contact.stage() != Contact.BEFORE && contact.rating() <= Contact.POOR;
    return isShocked ? Math.min(1, POOR_SERVICE_SHOCK * world.effects()) : 0;
  }

  private boolean isDiscountAcquired() {
    return intervention.kind() == Kind.FIRST_DISCOUNT
        ? intervention.isTreated()
        : customer.isDiscountAcquired();
  }

  private boolean isBroad(double position) {
    boolean isForced =
        intervention.kind() == Kind.BREADTH && position >= customer.joined() + BREADTH_DAYS;
    return isForced ? intervention.isTreated() : isBroad();
  }

  /** Draws the same count of numbers whatever comes out, as everything in an occasion does. */
  private double discount(int index, Draws draws) {
    double chance = draws.uniform();
    double depth = Basket.DISCOUNT_STEP * (1 + draws.below(Basket.DISCOUNT_STEPS));
    if (index == 0) {
      return isDiscountAcquired() ? Math.max(0.20, depth) : 0;
    }
    return chance < discountChance() ? depth : 0;
  }

  private Contact contact(int index, Draws draws) {
    boolean happens = draws.chance(CONTACT_SHARE);
    int stage = draws.pick(0.25, 0.25, 0.5);
    boolean isRated = draws.chance(RATED_SHARE);
    double impression =
        3.6 + 0.5 * customer.satisfaction() * world.effects() + 1.2 * draws.normal();
    int rating = (int) Math.round(Math.max(1, Math.min(5, impression)));
    if (intervention.forces(Kind.POOR_SERVICE, index)) {
      rating = intervention.isTreated() ? 1 : 5;
    }
    return happens ? new Contact(stage, rating, isRated) : null;
  }

  private Answer answer(int index, Contact contact, Draws draws) {
    boolean isAsked = draws.chance(ASKED_SHARE);
    // Those who are pleased or angry answer more often than the indifferent.
    boolean answers = draws.chance(0.3 + 0.08 * Math.abs(customer.satisfaction()));
    double service = contact == null ? 0 : contact.rating() - 3.6;
    double impression =
        7.7
            + (0.9 * customer.satisfaction() + 0.6 * service) * world.effects()
            + 1.8 * draws.normal();
    int score = (int) Math.round(Math.max(0, Math.min(10, impression)));
    if (intervention.forces(Kind.PROMOTER, index)) {
      score = intervention.isTreated() ? 10 : 3;
    }
    return isAsked && answers ? new Answer(score) : null;
  }
}
