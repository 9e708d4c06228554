package clientele.generate;

import java.util.List;

/** The list of all sources made from customers' lives. */
final class Sources {
  static final String FX_RATES = "fx_rates";

  static final List<SourceTable> ALL =
      List.of(
          SalesSources.ORDERS,
          SalesSources.ORDER_LINES,
          SalesSources.SUBSCRIPTIONS,
          DialogueSources.NPS_RESPONSES,
          CustomerSources.CUSTOMERS,
          DialogueSources.SERVICE_CONTACTS,
          DialogueSources.CAMPAIGN_CONTACTS,
          CustomerSources.FEATURES);

  private Sources() {}
}
