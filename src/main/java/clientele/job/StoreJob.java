package clientele.job;

/**
 * A job that has to look before it writes: it may run actions and decides which part of a table it
 * replaces. It reads and writes through the workspace only, and only what it declares.
 */
public non-sealed interface StoreJob extends Job {
  void run(Workspace workspace, RunContext context);
}
