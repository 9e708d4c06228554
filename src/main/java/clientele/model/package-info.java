/**
 * Statistical models in plain Java: immutable, computed in logs, fed by small aggregates. They know
 * neither tables nor Spark, so that they run on a driver, on an executor and in a test alike.
 */
package clientele.model;
