/** What subscriptions earn month by month, and how it moves. */
package clientele.subscription;
