package clientele.insight.orientation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What an index is made of: a ratio of two sums over the customers of a unit. No ingredient and no
 * denominator is on both sides.
 */
public enum Ingredient {
  /** Revenue of customers who are new in the year / revenue. */
  NEW_CUSTOMER_REVENUE(Index.SALES),
  /** Discounts / list value of the orders. */
  DISCOUNT_SHARE(Index.SALES),
  /** Campaign contacts with the treated / customers known, who need not have bought. */
  OUTBOUND_CONTACTS(Index.SALES),
  /** Acquisition cost / new customers of whom it is known. */
  ACQUISITION_COST(Index.SALES),
  /** First orders with a discount of 5 % of the list value or more / first orders. */
  FIRST_ORDERS_ON_PROMOTION(Index.SALES),
  /** Customers served in the year who answered the survey / customers served. */
  CUSTOMERS_ASKED(Index.CUSTOMER),
  /** Mean rating of service contacts. */
  SERVICE_SATISFACTION(Index.CUSTOMER),
  /** Complaints answered in time / complaints whose time is up. */
  COMPLAINTS_IN_TIME(Index.CUSTOMER),
  /** Delivery and handling cost / orders. */
  SERVICE_COST_PER_ORDER(Index.CUSTOMER),
  /** Assignments with an action on record / assignments to be treated. */
  ACTIONS_CARRIED_OUT(Index.CUSTOMER);

  /** Which of the two indexes. */
  public enum Index {
    SALES,
    CUSTOMER;

    List<Ingredient> ingredients() {
      return Stream.of(Ingredient.values()).filter(one -> one.index == this).toList();
    }
  }

  private final Index index;

  Ingredient(Index index) {
    this.index = index;
  }

  /** The name in gold.orientation. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
