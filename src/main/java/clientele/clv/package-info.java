/** What customers will be worth: models of how they buy again, and what these expect of each. */
package clientele.clv;
