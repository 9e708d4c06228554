/** What each customer has brought and cost, and the service that pays for itself. */
package clientele.profit;
