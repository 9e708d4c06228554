package clientele.io;

import java.time.LocalDate;

/**
 * What stands in the user metadata of every commit: who wrote it, and why.
 *
 * @param fence fencing number of the lease under which it was written
 * @param token tells this write from every other, so that a commit whose answer got lost is found
 *     again
 */
record CommitNote(
    String runId,
    String runKey,
    LocalDate asOf,
    String job,
    long fence,
    String settingsHash,
    String codeVersion,
    String token) {}
