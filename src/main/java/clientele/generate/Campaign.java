package clientele.generate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One randomised campaign. A treated customer who responds makes one extra purchase in the two
 * weeks after the contact, unless they would have bought sooner anyway; it brings a lapsed customer
 * back with the same chance as any purchase keeps them. Without that purchase the campaign changes
 * nothing, so its true effect is known.
 *
 * @param index position in the list, the address of its random numbers
 * @param id campaign_id
 * @param action what was done
 * @param day day of the history on which it went out
 * @param target who was eligible
 * @param treatedShare share of those reached who were treated; the rest are the control group
 * @param response chance that a treated customer responds, at effects 1
 * @param costCents cost of one treatment
 */
record Campaign(
    int index,
    String id,
    String action,
    int day,
    Target target,
    double treatedShare,
    double response,
    long costCents)
    implements Serializable {
  /** Share of the eligible customers whom a campaign reaches at all. */
  static final double REACH = 0.5;

  /** Days within which a response comes. */
  static final int RESPONSE_DAYS = 14;

  /** Who may be contacted. */
  enum Target {
    /** Bought in the last 90 days. */
    ACTIVE(0, 90),
    /** Last bought 90 to 270 days ago. */
    LAPSING(90, 270),
    /** Any buyer. */
    BUYERS(0, Integer.MAX_VALUE),
    /** Signed up, never bought. */
    PROSPECTS(0, Integer.MAX_VALUE);

    private final int fromDays;
    private final int toDays;

    Target(int fromDays, int toDays) {
      this.fromDays = fromDays;
      this.toDays = toDays;
    }

    /** Whether a customer is eligible who last bought so many days before; NaN is never. */
    boolean holds(double daysSinceLast) {
      boolean neverBought = Double.isNaN(daysSinceLast);
      if (this == PROSPECTS) {
        return neverBought;
      }
      return !neverBought && daysSinceLast >= fromDays && daysSinceLast < toDays;
    }
  }

  /** A campaign as planned: days before the end of the history instead of a day of it. */
  private record Plan(
      String name, String action, int daysBeforeEnd, Target target, double response, long cents) {}

  private static final double TREATED_SHARE = 0.7;

  private static final List<Plan> PLANS =
      List.of(
          new Plan("win-back-voucher-1", "voucher", 820, Target.LAPSING, 0.10, 50),
          new Plan("loyalty-call", "call", 640, Target.ACTIVE, 0.08, 400),
          new Plan("newsletter", "email", 500, Target.BUYERS, 0.00, 2),
          new Plan("welcome-offer", "voucher", 400, Target.PROSPECTS, 0.12, 50),
          new Plan("win-back-voucher-2", "voucher", 300, Target.LAPSING, 0.10, 50),
          new Plan("free-delivery", "free_delivery", 240, Target.BUYERS, 0.06, 10),
          new Plan("premium-service", "service", 200, Target.ACTIVE, 0.05, 250),
          new Plan("win-back-voucher-3", "voucher", 40, Target.LAPSING, 0.10, 50));

  /** The campaigns that fit in the history, by day; the earliest needs customers to talk to. */
  static List<Campaign> all(Timeline timeline) {
    List<Campaign> campaigns = new ArrayList<>();
    for (Plan plan : PLANS) {
      int day = timeline.days() - plan.daysBeforeEnd();
      if (day >= 30) {
        campaigns.add(
            new Campaign(
                campaigns.size(),
                timeline.date(day).toString().substring(0, 7) + "-" + plan.name(),
                plan.action(),
                day,
                plan.target(),
                TREATED_SHARE,
                plan.response(),
                plan.cents()));
      }
    }
    return List.copyOf(campaigns);
  }
}
