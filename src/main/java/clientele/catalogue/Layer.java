package clientele.catalogue;

import java.util.Locale;

/** Where a table stands in the flow, and the folder it lives in. */
public enum Layer {
  /** One table per source entity, typed, and their folds by month. */
  SILVER,
  /** One table per question. */
  GOLD,
  /** What runs leave behind. */
  OPS;

  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
