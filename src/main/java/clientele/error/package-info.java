/**
 * What a user can cause, as exceptions with an exit code each and messages worded in one place.
 * Anything else that is thrown is a bug.
 */
package clientele.error;
