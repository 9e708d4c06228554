/** How satisfied customers are: the net promoter score by month, dimension and stage. */
package clientele.nps;
