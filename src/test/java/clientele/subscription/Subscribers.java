package clientele.subscription;

import clientele.catalogue.Tables;
import clientele.settings.SubscriptionSettings;
import clientele.settings.SubscriptionSettings.ChurnDatedBy;
import clientele.settings.SubscriptionSettings.PriceBasis;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Random histories of subscribers: trials, free terms, overlaps, gaps, currencies, open ends, and
 * starts and ends after the business date. Days are counted from the epoch.
 */
public record Subscribers(
    List<List<Term>> customers, Map<String, TreeMap<Integer, BigDecimal>> rates) {
  private static final List<String> CURRENCIES = List.of("GBP", "EUR", "JPY");
  private static final String[] PERIODS = {
    "week", "month", "quarter", "year", "P4W", "P2Y", "P3M", "P90D"
  };
  private static final int[] TIMES = {52, 1, 1, 1, 52, 1, 1, 365};
  private static final int[] OVER = {12, 1, 3, 12, 48, 24, 3, 1080};
  private static final int[] DAYS = {7, 0, 0, 0, 28, 0, 0, 90};
  private static final int[] MONTHS = {0, 1, 3, 12, 0, 24, 3, 0};

  /** No end, or no trial. */
  static final int NEVER = Integer.MAX_VALUE;

  /** One row of silver.subscriptions; without notice or discount: NEVER, and the same cents. */
  public record Term(
      int start,
      int end,
      int trialUntil,
      int cents,
      int period,
      String currency,
      boolean isFailed,
      int noticeOn,
      int listCents) {
    /** The term as settings would have it. */
    Term under(SubscriptionSettings policy) {
      boolean isByNotice = policy.churnDatedBy() == ChurnDatedBy.NOTICE && noticeOn < end;
      return new Term(
          start,
          isByNotice ? Math.max(start, noticeOn) : end,
          trialUntil,
          policy.priceBasis() == PriceBasis.LIST ? listCents : cents,
          period,
          currency,
          isFailed && !isByNotice,
          noticeOn,
          listCents);
    }

    int paidFrom() {
      return trialUntil == NEVER ? start : Math.max(start, trialUntil);
    }

    /** First day of the billing period that a day lies in. */
    int periodAt(int day) {
      LocalDate first = LocalDate.ofEpochDay(paidFrom());
      int start = paidFrom();
      for (int n = 1; start <= day; n++) {
        LocalDate next =
            first.plusMonths((long) n * MONTHS[period]).plusDays((long) n * DAYS[period]);
        if (next.toEpochDay() > day) {
          return start;
        }
        start = (int) next.toEpochDay();
      }
      throw new IllegalArgumentException("before the first day");
    }

    BigDecimal mrr() {
      return BigDecimal.valueOf(cents, 2)
          .multiply(BigDecimal.valueOf(TIMES[period]))
          .divide(BigDecimal.valueOf(OVER[period]), 10, RoundingMode.HALF_UP);
    }
  }

  public static Subscribers of(long seed, int customers, LocalDate from, int days) {
    Random random = new Random(seed);
    int first = (int) from.toEpochDay();
    Map<String, TreeMap<Integer, BigDecimal>> rates = new TreeMap<>();
    for (String currency : CURRENCIES.subList(1, CURRENCIES.size())) {
      TreeMap<Integer, BigDecimal> ofCurrency = new TreeMap<>();
      for (int day = first; day < first + days; day += 1 + random.nextInt(25)) {
        ofCurrency.put(day, BigDecimal.valueOf(1 + random.nextInt(2_000_000), 6));
      }
      rates.put(currency, ofCurrency);
    }
    List<List<Term>> all = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      List<Term> terms = new ArrayList<>();
      int number = 1 + random.nextInt(random.nextInt(3) == 0 ? 5 : 2);
      int day = first + random.nextInt(days);
      for (int t = 0; t < number; t++) {
        int length = random.nextInt(random.nextInt(3) == 0 ? 12 : 120);
        int end = random.nextInt(4) == 0 ? NEVER : day + length;
        int trial = random.nextInt(4) == 0 ? day + random.nextInt(20) : NEVER;
        int cents = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(5000);
        String currency = CURRENCIES.get(random.nextInt(3) == 0 ? random.nextInt(3) : 0);
        int period = random.nextInt(PERIODS.length);
        boolean isFailed = cents % 3 == 0;
        int notice = cents % 5 == 0 ? day - 3 + length / 2 : NEVER;
        int list = cents % 7 == 3 ? cents + 250 : cents;
        terms.add(new Term(day, end, trial, cents, period, currency, isFailed, notice, list));
        // The next starts before, at, shortly after or long after the end.
        day =
            switch (random.nextInt(4)) {
              case 0 -> day + random.nextInt(length + 1);
              case 1 -> day + length;
              case 2 -> day + length + random.nextInt(12);
              default -> day + length + random.nextInt(100);
            };
      }
      all.add(terms);
    }
    return new Subscribers(all, rates);
  }

  /** The same as settings would have their terms. */
  Subscribers under(SubscriptionSettings policy) {
    List<List<Term>> all =
        customers.stream()
            .map(terms -> terms.stream().map(term -> term.under(policy)).toList())
            .toList();
    return new Subscribers(all, rates);
  }

  /** The rows of silver.subscriptions. */
  public Dataset<Row> terms(SparkSession spark) {
    StructType schema =
        new StructType()
            .add("subscription_id", DataTypes.StringType)
            .add("customer_id", DataTypes.StringType)
            .add("started_on", DataTypes.DateType)
            .add("ended_on", DataTypes.DateType)
            .add("trial_until", DataTypes.DateType)
            .add("price", DataTypes.createDecimalType(18, 2))
            .add("billing_period", DataTypes.StringType)
            .add("currency", DataTypes.StringType)
            .add("plan", DataTypes.StringType)
            .add("end_reason", DataTypes.StringType)
            .add("cancelled_on", DataTypes.DateType)
            .add("list_price", DataTypes.createDecimalType(18, 2))
            .add("replaced_on", DataTypes.DateType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < customers.size(); i++) {
      for (Term term : customers.get(i)) {
        // The reporting currency may be said or left out.
        String currency = term.currency.equals("GBP") && i % 2 == 0 ? null : term.currency;
        rows.add(
            RowFactory.create(
                "s" + rows.size(),
                id(i),
                date(term.start),
                date(term.end),
                date(term.trialUntil),
                BigDecimal.valueOf(term.cents, 2),
                PERIODS[term.period],
                currency,
                "plan",
                term.isFailed() ? "payment_failed" : "cancelled",
                date(term.noticeOn),
                term.listCents == term.cents ? null : BigDecimal.valueOf(term.listCents, 2),
                null));
      }
    }
    return distributed(spark, rows, schema);
  }

  /** The rows of silver.fx_rates. */
  public Dataset<Row> rateRows(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    rates.forEach(
        (currency, byDay) ->
            byDay.forEach(
                (day, rate) ->
                    rows.add(
                        RowFactory.create(
                            currency, date(day), rate, null, null, null, null, null, null))));
    return spark.createDataFrame(rows, Tables.FX_RATES_TABLE.schema());
  }

  /** The rows of silver.customers: every third customer has none. */
  public Dataset<Row> customerRows(SparkSession spark) {
    StructType schema =
        new StructType()
            .add("customer_id", DataTypes.StringType)
            .add("region", DataTypes.StringType)
            .add("valid_from", DataTypes.DateType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < customers.size(); i++) {
      if (i % 3 != 0) {
        rows.add(RowFactory.create(id(i), region(i), null));
      }
    }
    return distributed(spark, rows, schema);
  }

  /** Not rows inside the plan, which would be compared whenever plans are. */
  private static Dataset<Row> distributed(SparkSession spark, List<Row> rows, StructType schema) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, 2), schema);
  }

  static String id(int customer) {
    return "c" + customer;
  }

  static String region(int customer) {
    return customer % 3 == 0 ? "unknown" : customer % 3 == 1 ? "North" : "South";
  }

  private static Date date(int day) {
    return day == NEVER ? null : Date.valueOf(LocalDate.ofEpochDay(day));
  }
}
