/** What customers do after what happened to them: known claims and their answers in own data. */
package clientele.insight;
