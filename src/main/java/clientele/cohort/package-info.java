/**
 * Who stays and who leaves: retention by cohort and churn by month. What happens to a customer
 * becomes states, whose sums by dimension value, cohort and month are small; the tables are folds
 * over those sums.
 */
package clientele.cohort;
