package clientele.job;

import clientele.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * What a run is about.
 *
 * @param businessDate D: events up to the end of it count
 * @param runId names this run, never used twice
 * @param clock for the times in the log; no number of a table depends on it
 * @param progress takes one line about what is going on
 */
public record RunContext(
    LocalDate businessDate,
    String runId,
    Settings settings,
    Clock clock,
    Consumer<String> progress) {}
