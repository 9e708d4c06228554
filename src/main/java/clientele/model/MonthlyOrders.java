package clientele.model;

import java.io.Serializable;

/**
 * What customers of one cohort bought again in one month. Months count from year 0: 12 × year +
 * (month of the year - 1).
 *
 * @param cohort month of the first purchases
 * @param month a later one
 * @param orders repeat purchases
 */
public record MonthlyOrders(int cohort, int month, double orders) implements Serializable {}
