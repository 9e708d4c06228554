/**
 * What features share: orders and refunds folded into months, months and dimensions as Columns,
 * currencies, intervals. Functions between datasets; no tables of their own, no actions.
 */
package clientele.fold;
