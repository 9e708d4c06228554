/**
 * What a job is, which jobs there are, how they depend on each other, and how a run carries them
 * out. What a job sees of a table is cut at the business date here.
 */
package clientele.job;
