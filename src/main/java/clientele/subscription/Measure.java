package clientele.subscription;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Vocabulary;
import java.math.BigDecimal;
import java.util.Locale;

/** A figure of a month that is a sum over customers. */
enum Measure {
  OPENING_MRR(Vocabulary.OPENING_MRR),
  NEW_MRR(Vocabulary.NEW_MRR),
  EXPANSION_MRR(Vocabulary.EXPANSION_MRR),
  CONTRACTION_MRR(Vocabulary.CONTRACTION_MRR),
  CHURNED_MRR(Vocabulary.CHURNED_MRR),
  REACTIVATION_MRR(Vocabulary.REACTIVATION_MRR),
  FX_MRR(Vocabulary.FX_MRR),
  CLOSING_MRR(Vocabulary.CLOSING_MRR),
  OPENING_CUSTOMERS(Vocabulary.OPENING_CUSTOMERS),
  NEW_CUSTOMERS(Vocabulary.NEW_CUSTOMERS),
  CHURNED_CUSTOMERS(Vocabulary.CHURNED_CUSTOMERS),
  REACTIVATION_CUSTOMERS(Vocabulary.REACTIVATION_CUSTOMERS),
  CLOSING_CUSTOMERS(Vocabulary.CLOSING_CUSTOMERS),

  /** Who was a customer at the start and is none at the end. */
  LOST_CUSTOMERS(Vocabulary.CHURNED_CUSTOMERS);

  private final String own;
  private final int digits;

  Measure(TableColumn own) {
    this.own = own.name();
    this.digits = own.type().equals(Vocabulary.MONEY_TYPE) ? 2 : 0;
  }

  /** Name of the column of gold.mrr_movement that has Clientele's own figure. */
  String own() {
    return own;
  }

  /** The name in the tables. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Measure of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  boolean isMoney() {
    return digits > 0;
  }

  /**
   * @param units cents or customers
   */
  BigDecimal amount(long units) {
    return BigDecimal.valueOf(units, digits);
  }

  /** Cents or customers. */
  long units(Number amount) {
    BigDecimal exact = new BigDecimal(amount.toString());
    return exact.movePointRight(digits).longValueExact();
  }
}
