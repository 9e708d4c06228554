/**
 * A believable company, made from a seed: every source the program can read, and the truth beside
 * it.
 *
 * <p>One customer's whole life is a function of (seed, customer number): {@link
 * clientele.generate.Customer} holds who they are, {@link clientele.generate.Life} what they do.
 * Each source is a projection of that function over {@code spark.range}, so no partitioning can
 * change the content, nothing is shuffled and memory stays flat. Random numbers are addressed, not
 * consumed in sequence ({@link clientele.generate.Draws}): the two potential outcomes of an
 * intervention share every draw that it does not touch.
 */
package clientele.generate;
