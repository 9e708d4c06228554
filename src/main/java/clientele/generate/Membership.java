package clientele.generate;

import clientele.generate.Draws.Purpose;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The subscriptions of one customer: terms with trials, changes of plan and price, renewals, failed
 * payments, returns and overlaps.
 *
 * <p>At every billing date the subscriber leaves with a probability that is their own (Beta over
 * subscribers, lower for satisfied ones): the shifted beta-geometric model. A term of a year can
 * only end at its end.
 */
final class Membership {
  static final double SUBSCRIBER_SHARE = 0.30;
  private static final double TRIAL_SHARE = 0.35;
  private static final double TRIAL_LOST_SHARE = 0.30;
  private static final double CHANGE_SHARE = 0.02;
  private static final double RETURN_SHARE = 0.20;
  private static final double SECOND_SHARE = 0.08;
  private static final double SCHEDULED_SHARE = 0.3;
  private static final int MAX_SPELLS = 4;

  /** Prices rise once, after half of the history. */
  private static final double PRICE_RISE = 1.08;

  private final World world;
  private final Customer customer;
  private final Optional<Plan> forced;
  private final List<Term> terms = new ArrayList<>();

  private Membership(World world, Customer customer, Optional<Plan> forced) {
    this.world = world;
    this.customer = customer;
    this.forced = forced;
  }

  /** A plan one can subscribe to. */
  enum Plan {
    FREE("free", "month", 1, 0),
    BASIC("basic", "month", 1, 999),
    PLUS("plus", "month", 1, 1999),
    FAMILY("family", "month", 1, 2999),
    WEEKLY_BOX("weekly-box", "week", 0, 650),
    FOUR_WEEKS("four-weeks", "P4W", 0, 1700),
    QUARTERLY("quarterly", "quarter", 3, 5400),
    ANNUAL("annual", "year", 12, 19900);

    private static final double[] WEIGHTS = {0.02, 0.26, 0.22, 0.08, 0.10, 0.05, 0.07, 0.20};

    private final String label;
    private final String billingPeriod;
    private final int months;
    private final long cents;

    Plan(String label, String billingPeriod, int months, long cents) {
      this.label = label;
      this.billingPeriod = billingPeriod;
      this.months = months;
      this.cents = cents;
    }

    String label() {
      return label;
    }

    String billingPeriod() {
      return billingPeriod;
    }

    boolean isMonthly() {
      return months == 1;
    }

    /** The billing date after so many periods. */
    LocalDate after(LocalDate start, int periods) {
      return switch (this) {
        case WEEKLY_BOX -> start.plusWeeks(periods);
        case FOUR_WEEKS -> start.plusWeeks(4L * periods);
        case FREE, BASIC, PLUS, FAMILY, QUARTERLY, ANNUAL ->
            start.plusMonths(months * (long) periods);
      };
    }

    /** Months in a billing period, for the chance to leave at its end. */
    double length() {
      return switch (this) {
        case WEEKLY_BOX -> 12.0 / 52;
        case FOUR_WEEKS -> 12.0 / 13;
        case FREE, BASIC, PLUS, FAMILY, QUARTERLY, ANNUAL -> months;
      };
    }
  }

  /** One row of the source: days of the calendar, cents; -1 and null mean absent. */
  record Term(
      String id,
      Plan plan,
      int started,
      int ended,
      long priceCents,
      String endReason,
      int trialUntil) {}

  /** The terms that have begun within the history. */
  static List<Term> terms(World world, Customer customer) {
    return terms(world, customer, Optional.empty());
  }

  /** The terms, had the first subscription been to the plan. */
  static List<Term> terms(World world, Customer customer, Optional<Plan> forced) {
    Membership membership = new Membership(world, customer, forced);
    membership.subscribe();
    return membership.terms;
  }

  /** Whether anything was paid for the term: it did not end in its trial. */
  static boolean isPaid(Term term) {
    return term.trialUntil() < 0 || term.ended() < 0 || term.ended() > term.trialUntil();
  }

  private void subscribe() {
    Draws draws = world.draws(customer.id(), Purpose.MEMBERSHIP);
    if (!draws.chance(SUBSCRIBER_SHARE)) {
      return;
    }
    double leaving = draws.beta(1.1, 14) * world.effect(Math.exp(-0.4 * customer.satisfaction()));
    int start = (int) customer.joined() + (int) (60 * draws.exponential());
    for (int spell = 1; spell <= MAX_SPELLS && start >= 0; spell++) {
      int ended = live(spell, start, Math.min(0.9, leaving));
      boolean overlaps = draws.chance(SECOND_SHARE);
      boolean returns = draws.chance(RETURN_SHARE);
      int pause = draws.chance(0.2) ? 0 : 5 + draws.below(120);
      if (overlaps) {
        start += 20 + draws.below(60);
      } else {
        start = ended >= 0 && returns ? ended + pause : -1;
      }
    }
  }

  /** Lives through one subscription; gives the day it ended, -1 if it did not. */
  private int live(int spell, int start, double leaving) {
    Timeline timeline = world.timeline();
    if (start >= timeline.days()) {
      return -1;
    }
    Draws draws = world.draws(customer.id(), Purpose.TERM, spell);
    String id = customer.key().replace('C', 'S') + "-" + spell;
    Plan drawn = Plan.values()[draws.pick(Plan.WEIGHTS)];
    Plan plan = spell == 1 ? forced.orElse(drawn) : drawn;
    int trialUntil = -1;
    if (draws.chance(TRIAL_SHARE) && plan != Plan.FREE) {
      trialUntil = start + (draws.chance(0.5) ? 14 : 30);
      if (draws.chance(TRIAL_LOST_SHARE)) {
        int ended = draws.chance(0.5) ? trialUntil : start + 3 + draws.below(10);
        terms.add(new Term(id, plan, start, ended, price(plan, start), "cancelled", trialUntil));
        return ended;
      }
    }
    return pay(id, plan, start, trialUntil, leaving, draws);
  }

  private int pay(
      String id, Plan first, int firstDay, int firstTrial, double leaving, Draws draws) {
    Timeline timeline = world.timeline();
    Plan plan = first;
    int start = firstDay;
    int trialUntil = firstTrial;
    long price = price(plan, start);
    LocalDate anchor = timeline.date(Math.max(firstDay, firstTrial));
    for (int period = 1; ; period++) {
      int billing = timeline.dayOf(plan.after(anchor, period));
      boolean leaves = draws.chance(1 - Math.pow(1 - leaving, Math.sqrt(plan.length())));
      double reason = draws.uniform();
      boolean changes = draws.chance(CHANGE_SHARE) && plan.isMonthly();
      if (billing >= timeline.days()) {
        boolean isNoticeGiven = leaves && reason < SCHEDULED_SHARE;
        terms.add(current(id, plan, start, billing, price, isNoticeGiven, trialUntil));
        return -1;
      }
      if (leaves) {
        terms.add(new Term(id, plan, start, billing, price, endReason(plan, reason), trialUntil));
        return billing;
      }
      Plan nextPlan = changes ? Plan.values()[1 + draws.below(3)] : plan;
      long nextPrice = price(nextPlan, billing);
      if (plan == Plan.ANNUAL || nextPlan != plan || nextPrice != price) {
        terms.add(new Term(id, plan, start, billing, price, null, trialUntil));
        start = billing;
        trialUntil = -1;
        price = nextPrice;
      }
      if (nextPlan != plan) {
        plan = nextPlan;
        anchor = timeline.date(billing);
        period = 0;
      }
    }
  }

  /** The term that runs at the end of the history: a year ends when it ends, notice or not. */
  private static Term current(
      String id,
      Plan plan,
      int start,
      int billing,
      long price,
      boolean isNoticeGiven,
      int trialUntil) {
    boolean isEndKnown = plan == Plan.ANNUAL || isNoticeGiven;
    String endReason = isNoticeGiven ? "cancelled" : null;
    return new Term(id, plan, start, isEndKnown ? billing : -1, price, endReason, trialUntil);
  }

  private long price(Plan plan, int day) {
    boolean isRaised = day >= world.timeline().days() / 2;
    double euros = customer.paysEuros() ? 1.2 : 1;
    return Math.round(plan.cents * (isRaised ? PRICE_RISE : 1) * euros);
  }

  private static String endReason(Plan plan, double draw) {
    if (draw < 0.22) {
      return "payment_failed";
    }
    return plan == Plan.ANNUAL || draw > 0.9 ? "not_renewed" : "cancelled";
  }
}
