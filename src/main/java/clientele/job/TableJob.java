package clientele.job;

/**
 * A job that is pure and lazy: datasets in, datasets out, no action but those of {@link
 * Outputs#ofFit}.
 */
public non-sealed interface TableJob extends Job {
  /** The datasets of all tables in {@link #writes()}, without the columns the runner adds. */
  Outputs run(Inputs inputs, RunContext context);
}
