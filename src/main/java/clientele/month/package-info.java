/**
 * Folds orders and refunds into one row per customer and month, and only those months of which
 * something has changed.
 */
package clientele.month;
