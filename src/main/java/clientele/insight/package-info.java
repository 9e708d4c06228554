/** What the figures of the other jobs come to: findings, orientation and KPIs. */
package clientele.insight;
