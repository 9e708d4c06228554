package clientele.model;

/** Whether a model could be fitted, and if not, why. */
public enum FitStatus {
  FITTED("fitted"),
  TOO_FEW_PERIODS("skipped: too few periods"),
  NOBODY_LEFT("skipped: nobody has left yet"),
  EVERYBODY_LEFT("skipped: everybody left at once"),
  NO_REPEATS("skipped: nobody has bought again"),
  NO_REPEAT_SPEND("skipped: nobody has paid for buying again"),
  NO_MEAN("skipped: spend is so unequal that it has no sound mean"),
  RIDGE("skipped: the data do not tell the parameters apart"),
  NOT_CONVERGED("skipped: no maximum of the likelihood was found");

  private final String text;

  FitStatus(String text) {
    this.text = text;
  }

  /** As in tables. */
  public String text() {
    return text;
  }
}
