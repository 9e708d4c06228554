package clientele.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle over the real data sets gives what is published about them. */
class RealDataTest {
  @Test
  void cdnowHasItsPublishedCohortsMoneyAndCustomerDays() {
    try (Oracle oracle = Oracle.open()) {
      RealData.cdnow(oracle);
      oracle.variable("d", "DATE '1998-06-30'");
      oracle.compute();

      assertThat(
              oracle.query(
                  """
                  SELECT cohort, cohort_size FROM cohort_retention
                  WHERE NOT is_total AND period = 0 AND "window" = 'month' AND dimension = 'all'
                  ORDER BY cohort
                  """))
          .containsExactly(
              List.of("1997-01-01", "7846"),
              List.of("1997-02-01", "8476"),
              List.of("1997-03-01", "7248"));
      assertThat(oracle.query("SELECT sum(bit_count(order_days)), sum(orders) FROM customer_month"))
          .containsExactly(List.of("67591", "69659"));
      assertThat(oracle.query("SELECT sum(revenue), sum(occasion_revenue) FROM customer_month"))
          .containsExactly(List.of("2500315.63", "2500315.63"));
      assertThat(oracle.query("SELECT sum(net_revenue) FROM monthly_revenue"))
          .containsExactly(List.of("2500315.63"));
      assertThat(
              oracle.query(
                  """
                  SELECT sum(revenue) FROM cohort_retention
                  WHERE NOT is_total AND "window" = 'month'
                  """))
          .containsExactly(List.of("2500315.63"));
    }
  }

  @Test
  void cdnowInTheMiddleOfAMonthKnowsNothingLater() {
    try (Oracle oracle = Oracle.open();
        Oracle cut = Oracle.open()) {
      RealData.cdnow(oracle);
      oracle.variable("d", "DATE '1997-09-17'");
      oracle.compute();
      RealData.cdnow(cut);
      cut.define("ledger_orders", "FROM ledger_orders_rows WHERE ordered_on <= DATE '1997-09-17'");
      cut.variable("d", "DATE '1997-09-17'");
      cut.compute();

      String all = "SELECT COLUMNS(*)::VARCHAR FROM cohort_retention ORDER BY ALL";
      assertThat(oracle.query(all)).isNotEmpty().isEqualTo(cut.query(all));
    }
  }

  @Test
  void onlineRetailKeepsItsPublishedSales() {
    try (Oracle oracle = Oracle.open()) {
      RealData.onlineRetail(oracle, "true");

      assertThat(oracle.query("SELECT sum(amount) FROM ledger_orders"))
          .containsExactly(List.of("8887208.89"));
      assertThat(
              oracle.query(
                  """
                  SELECT count(*), count(DISTINCT customer_id) FROM ledger_orders WHERE amount > 0
                  """))
          .containsExactly(List.of("18532", "4338"));
      assertThat(oracle.query("SELECT count(refund_of) FROM ledger_refunds"))
          .containsExactly(List.of("0"));
    }
  }

  @Test
  void onlineRetailBooksAddUpOverCohorts() {
    try (Oracle oracle = Oracle.open()) {
      RealData.onlineRetail(oracle);
      oracle.variable("d", "DATE '2011-12-09'");
      oracle.compute();

      String booked =
          """
          SELECT (SELECT sum(amount) FROM ledger_orders) - (SELECT sum(amount) FROM ledger_refunds)
          """;
      String byCohort =
          "SELECT sum(revenue) FROM cohort_retention WHERE NOT is_total AND \"window\" = 'month'";
      assertThat(oracle.query(byCohort)).isEqualTo(oracle.query(booked));
    }
  }
}
