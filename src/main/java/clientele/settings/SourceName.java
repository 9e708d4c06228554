package clientele.settings;

import java.util.Locale;

/** The sources that can be mapped, in the order in which they are ingested. */
public enum SourceName {
  FX_RATES,
  ORDERS,
  ORDER_LINES,
  SUBSCRIPTIONS,
  NPS_RESPONSES,
  CUSTOMERS,
  SERVICE_CONTACTS,
  CAMPAIGN_CONTACTS,
  FEATURES;

  /** The name in the configuration and in the tables, such as {@code order_lines}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The source of a key. */
  public static SourceName of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
