/**
 * The testing base: one shared Spark session ({@link clientele.testing.SparkExtension}), tables
 * written as text ({@link clientele.testing.TextTable}), assertions on tables ({@link
 * clientele.testing.TableAssert}, {@link clientele.testing.Golden}) and child processes ({@link
 * clientele.testing.ChildProcess}). How to use it is in docs/testing.md.
 */
package clientele.testing;
