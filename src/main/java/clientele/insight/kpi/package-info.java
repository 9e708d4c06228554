/**
 * The KPIs of gold.kpi: one file and one line of {@link clientele.insight.kpi.Kpis#ALL} each.
 *
 * <p>A KPI is the mean of a score over the rows of a population. What is stored is its state (n,
 * sum, sum of squares), which is merged by addition over months, customers and dimension values;
 * value and interval are functions of the state.
 */
package clientele.insight.kpi;
