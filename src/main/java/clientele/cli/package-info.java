/**
 * The command line: the only package that reads the clock, prints results, and turns failures into
 * exit codes.
 */
package clientele.cli;
