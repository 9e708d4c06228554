/** How good scores of a yes or no are, and how they become probabilities. */
package clientele.model.classifier;
