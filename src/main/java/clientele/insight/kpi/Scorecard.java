package clientele.insight.kpi;

import java.util.Locale;

/** The page on which a KPI is looked at. */
public enum Scorecard {
  /** What customers buy and bring. */
  BUSINESS,
  /** What customers meet with before, during and after the purchase. */
  SERVICE,
  /** What customers say. */
  SATISFACTION,
  /** Whether a company that calls itself customer-centric does what it says. */
  CULTURE;

  /** The name in gold.kpi. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
