/** Decision trees as numbers in columns, and what each feature adds to what they say. */
package clientele.model.tree;
