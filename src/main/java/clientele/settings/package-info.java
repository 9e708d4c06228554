/**
 * What a user can decide, as records. The file is read once; all that is wrong with it is told
 * together, with file and line.
 */
package clientele.settings;
