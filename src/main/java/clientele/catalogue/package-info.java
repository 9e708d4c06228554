/**
 * Which tables there are: their grain, key, columns and checks. A column name has one type and one
 * meaning; the dictionary for people, the schema of a write and the checks after it come from here.
 */
package clientele.catalogue;
