/**
 * Who the customers are, the calendar, and the reconciliation of rows and money from the files to
 * the tables.
 */
package clientele.customer;
