/**
 * How satisfied customers are, the net promoter score by month, dimension and stage, and what they
 * did after an answer.
 */
package clientele.nps;
