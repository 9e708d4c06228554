package clientele.clv;

import static clientele.clv.Worked.checked;
import static clientele.clv.Worked.here;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistories;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models tried on days that they do not know. */
@ExtendWith(SparkExtension.class)
final class ValidationTest {
  private static final LocalDate START = LocalDate.of(2023, 1, 10);
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 20);
  private static final int DAYS_HELD_OUT = 91;
  private static final Buyers BUYERS = Buyers.of(5, 300, START, AS_OF);

  private final SparkSession spark;

  ValidationTest(SparkSession spark) {
    this.spark = spark;
  }

  /** A customer as a loop over the days has it. */
  private record Known(long x, int recency, int age, long later) {
    static Known of(Buyers.Buyer buyer, LocalDate origin) {
      LocalDate first = buyer.days().firstKey();
      LocalDate last = buyer.days().floorKey(origin);
      LocalDate end = origin.plusDays(DAYS_HELD_OUT);
      return new Known(
          buyer.days().headMap(origin, true).size() - 1L,
          (int) DAYS.between(first, last),
          (int) DAYS.between(first, origin),
          buyer.days().subMap(origin, false, end, true).size());
    }

    PurchaseHistory history() {
      return new PurchaseHistory(x, recency / 7.0, age / 7.0);
    }
  }

  /** Sums over customers. */
  private static final class Sums {
    private long customers;
    private double actual;
    private double expected;
    private double squares;
    private double deviance;

    void add(double forecast, long came) {
      customers++;
      actual += came;
      expected += forecast;
      squares += (forecast - came) * (forecast - came);
      deviance += 2 * (forecast - came);
      deviance += came == 0 ? 0 : 2 * came * Math.log(came / forecast);
    }
  }

  @Test
  void sumsAtAllOriginsAreThoseOfLoopsOverCustomers() {
    ClvSettings settings = settings(PurchaseFamily.MBG_NBD);
    Dataset<Row> histories = histories(BUYERS);
    Dataset<Row> models = checked(Tables.CLV_MODEL, models(BUYERS, histories, settings));
    Dataset<Row> validation = validation(BUYERS, histories, models);

    assertThat(validation.select("origin").distinct().count()).isEqualTo(3);
    for (int k = 1; k <= 3; k++) {
      LocalDate origin = AS_OF.minusDays((long) k * DAYS_HELD_OUT);
      List<Known> customers = known(BUYERS, origin);
      Row row =
          models
              .where("trained_through = date '%s' AND segment LIKE 'cal%%'".formatted(origin))
              .first();
      PurchaseHistories exact =
          PurchaseHistories.of(customers.stream().map(Known::history).toList());
      assertThat(row.<Double>getAs("log_likelihood"))
          .isEqualTo(PurchaseFit.of(PurchaseFamily.MBG_NBD, exact).logLikelihood(), within(1e-6));
      PurchaseModel model = PurchaseFamily.model(row.getAs("fitted_model"), map(row, "parameters"));
      long repeats = customers.stream().mapToLong(Known::x).sum();
      double exposure = customers.stream().mapToDouble(Known::age).sum();
      Map<String, ToDoubleFunction<Known>> forecasts =
          Map.of(
              "mbg-nbd", one -> model.outlook(one.history()).expectedOrders(DAYS_HELD_OUT / 7.0),
              "naive-mean-rate", one -> repeats / exposure * DAYS_HELD_OUT,
              "naive-own-rate", one -> one.age == 0 ? 0 : one.x * 91.0 / one.age);

      for (String name : forecasts.keySet()) {
        Dataset<Row> rows =
            validation.where("origin = date '%s' AND model = '%s'".formatted(origin, name));
        Map<String, Sums> expected = new TreeMap<>();
        for (Known one : customers) {
          double forecast = forecasts.get(name).applyAsDouble(one);
          String bucket = one.x < 7 ? String.valueOf(one.x) : "7+";
          expected.computeIfAbsent(bucket, b -> new Sums()).add(forecast, one.later);
          expected.computeIfAbsent("all", b -> new Sums()).add(forecast, one.later);
        }
        hasSums(rows.where("kind IN ('total', 'frequency')"), expected);
        Row tenths =
            rows.where("kind = 'decile'")
                .selectExpr("sum(customers)", "sum(actual)", "sum(expected)")
                .first();
        Sums total = expected.get("all");
        assertThat(tenths.getLong(0)).isEqualTo(total.customers);
        assertThat(tenths.getDouble(1)).isEqualTo(total.actual);
        assertThat(tenths.getDouble(2)).isEqualTo(total.expected, within(1e-8));
      }
      Row bins =
          validation
              .where("origin = date '%s' AND model = 'mbg-nbd' AND kind = 'pit'".formatted(origin))
              .selectExpr("count(*)", "sum(actual)", "sum(expected)")
              .first();
      assertThat(bins.getLong(0)).isEqualTo(20);
      assertThat(bins.getDouble(1)).isEqualTo(customers.size());
      assertThat(bins.getDouble(2)).isEqualTo(customers.size(), within(1e-9));
    }
    sayHowFarOffTotalsWere(models, validation);
    followTheWeeks(models, validation);
  }

  private static void hasSums(Dataset<Row> rows, Map<String, Sums> expected) {
    List<Row> actual = rows.collectAsList();
    assertThat(actual).hasSize(expected.size());
    for (Row row : actual) {
      Sums sums = expected.get(row.<String>getAs("bucket"));
      assertThat(row.<Long>getAs("customers")).isEqualTo(sums.customers);
      assertThat(row.<Double>getAs("actual")).isEqualTo(sums.actual);
      assertThat(row.<Double>getAs("expected")).isEqualTo(sums.expected, within(1e-8));
      assertThat(row.<Double>getAs("error")).isEqualTo(sums.expected - sums.actual, within(1e-8));
      assertThat(row.<Double>getAs("rmse"))
          .isEqualTo(Math.sqrt(sums.squares / sums.customers), within(1e-9));
      if (Double.isInfinite(sums.deviance)) {
        assertThat(row.<Double>getAs("poisson_deviance")).isNull();
      } else {
        assertThat(row.<Double>getAs("poisson_deviance"))
            .isEqualTo(sums.deviance / sums.customers, within(1e-9));
      }
    }
  }

  private static void sayHowFarOffTotalsWere(Dataset<Row> models, Dataset<Row> validation) {
    List<Row> totals = validation.where("kind = 'total' AND model = 'mbg-nbd'").collectAsList();
    double squares =
        totals.stream()
            .mapToDouble(row -> row.<Double>getAs("actual") / row.<Double>getAs("expected") - 1)
            .map(share -> share * share)
            .sum();
    double rmse = totals.stream().mapToDouble(row -> row.<Double>getAs("rmse")).sum() / 3;
    Row model = models.where("model = 'mbg-nbd' AND segment = 'all'").first();

    assertThat(map(model, "diagnostics").get("model_error"))
        .isEqualTo(Math.sqrt(squares / 3), within(1e-9));
    assertThat(map(model, "holdout").get("rmse")).isEqualTo(rmse, within(1e-9));
    assertThat(map(model, "holdout").get("origins")).isEqualTo(3);
  }

  private static void followTheWeeks(Dataset<Row> models, Dataset<Row> validation) {
    LocalDate origin = AS_OF.minusDays(DAYS_HELD_OUT);
    List<Buyers.Buyer> known =
        BUYERS.all().stream().filter(buyer -> boughtBy(buyer, origin)).toList();
    Row row = models.where("segment = 'calibration'").first();
    PurchaseModel model = PurchaseFamily.model(row.getAs("fitted_model"), map(row, "parameters"));
    List<Row> weeks =
        validation.where("kind = 'week' AND model = 'mbg-nbd'").orderBy("bucket").collectAsList();

    assertThat(weeks.get(weeks.size() - 1).<String>getAs("bucket")).isEqualTo(AS_OF.toString());
    assertThat(weeks).extracting(week -> week.getAs("bucket")).contains(origin.toString());
    assertThat(LocalDate.parse(weeks.get(0).<String>getAs("bucket")))
        .isBetween(START, START.plusDays(13));
    for (Row week : weeks) {
      LocalDate end = LocalDate.parse(week.<String>getAs("bucket"));
      long repeats = 0;
      double expected = 0;
      for (Buyers.Buyer buyer : known) {
        if (boughtBy(buyer, end)) {
          repeats += buyer.days().headMap(end, true).size() - 1;
          expected += model.expectedOrders(DAYS.between(buyer.days().firstKey(), end) / 7.0);
        }
      }
      assertThat(week.<Double>getAs("actual")).isEqualTo((double) repeats);
      assertThat(week.<Double>getAs("expected")).isEqualTo(expected, within(1e-8));
      assertThat(week.<Double>getAs("rmse")).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, mean", "10, nbd"})
  void whoBuysEveryOtherQuarterIsForetoldWorseThanByARateCarriedOn(int rates, String standIn) {
    Buyers buyers = everyOtherQuarter(rates);
    ClvSettings settings = settings(PurchaseFamily.MBG_NBD);
    Dataset<Row> histories = histories(buyers);
    Dataset<Row> models = checked(Tables.CLV_MODEL, models(buyers, histories, settings));
    Row refused = models.where("model = 'mbg-nbd' AND segment = 'all'").first();
    Row used = models.where("is_used AND model <> 'gamma-gamma'").first();

    assertThat(refused.<Boolean>getAs("is_used")).isFalse();
    assertThat(refused.<String>getList(refused.fieldIndex("warnings")))
        .anyMatch(warning -> warning.startsWith("refused: a rate carried on"));
    assertThat(used.<String>getAs("model")).isEqualTo(standIn);
    assertThat(used.<String>getList(used.fieldIndex("warnings")))
        .contains("stands in for models that are refused");
    assertThat(models.collectAsList().stream().flatMap(ModelRow::refusals))
        .contains(standIn + " of all stands in for models that are refused")
        .anyMatch(line -> line.startsWith("mbg-nbd of all refused: a rate carried on was no worse"))
        .hasSize(2);
    assertThat(map(used, "diagnostics")).containsKey("model_error");
    Dataset<Row> values =
        checked(
            Tables.CUSTOMER_CLV,
            CustomerValues.of(histories, Optional.empty(), models, settings, AS_OF));
    assertThat(values.select("model", "status").distinct().collectAsList())
        .containsExactly(RowFactory.create(used.<String>getAs("model"), "not_identified"));
  }

  /**
   * Every fifth day or so in one quarter, never in the next.
   *
   * @param rates how many different ones there are
   */
  private static Buyers everyOtherQuarter(int rates) {
    Random random = new Random(3);
    List<Buyers.Buyer> buyers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      TreeMap<LocalDate, Buyers.Money> days = new TreeMap<>();
      LocalDate day = START.plusDays(random.nextInt(60));
      while (!day.isAfter(AS_OF)) {
        long held = DAYS.between(day, AS_OF) / DAYS_HELD_OUT;
        if (held % 2 == 0) {
          days.put(day, new Buyers.Money(Buyers.cents(1000 + i), Buyers.cents(500)));
        }
        day = day.plusDays(1 + (int) (-(5 + i % rates) * Math.log(1 - random.nextDouble())));
      }
      if (!days.isEmpty()) {
        buyers.add(new Buyers.Buyer("c" + i, null, days, new TreeMap<>()));
      }
    }
    return new Buyers(buyers, AS_OF);
  }

  @Test
  void aShortHistoryHasFewerOriginsAndSaysSo() {
    LocalDate asOf = START.plusDays(2 * DAYS_HELD_OUT + 80);
    Buyers buyers = new Buyers(BUYERS.all().stream().map(b -> upTo(b, asOf)).toList(), asOf);
    Dataset<Row> histories = histories(buyers);
    Dataset<Row> models = models(buyers, histories, settings(PurchaseFamily.MBG_NBD));
    Row model = models.where("model = 'mbg-nbd' AND segment = 'all'").first();

    assertThat(models.where("segment LIKE 'calibration%'").count()).isEqualTo(1);
    assertThat(map(model, "holdout").get("origins")).isEqualTo(1);
    assertThat(model.<String>getList(model.fieldIndex("warnings")))
        .contains("the history is too short for 3 origins: held out days are foretold from 1");
    assertThat(validation(buyers, histories, models).select("origin").distinct().collectAsList())
        .extracting(row -> row.getDate(0).toLocalDate())
        .containsExactly(asOf.minusDays(DAYS_HELD_OUT));
  }

  private static Buyers.Buyer upTo(Buyers.Buyer buyer, LocalDate end) {
    return new Buyers.Buyer(
        buyer.id(), buyer.signedUpOn(), buyer.days().headMap(end, true), new TreeMap<>());
  }

  @Test
  void partitionsDoNotMatter() {
    Dataset<Row> histories = histories(BUYERS);
    Dataset<Row> models = models(BUYERS, histories, settings(PurchaseFamily.BG_NBD));
    TableAssert.assertThat(validation(BUYERS, histories.repartition(7), models))
        .hasSameContentAs(validation(BUYERS, histories, models));
  }

  private static boolean boughtBy(Buyers.Buyer buyer, LocalDate day) {
    return !buyer.days().isEmpty() && !buyer.days().firstKey().isAfter(day);
  }

  private static List<Known> known(Buyers buyers, LocalDate origin) {
    return buyers.all().stream()
        .filter(buyer -> boughtBy(buyer, origin))
        .map(buyer -> Known.of(buyer, origin))
        .toList();
  }

  private static ClvSettings settings(PurchaseFamily family) {
    return new ClvSettings(Optional.of(family), List.of(), DAYS_HELD_OUT, 365, 0.1);
  }

  private Dataset<Row> histories(Buyers buyers) {
    Dataset<Row> histories =
        CustomerHistories.of(buyers.customerMonth(spark), DAYS_HELD_OUT, buyers.asOf());
    return here(CustomerHistories.told(histories, buyers.customers(spark), Optional.empty(), 45));
  }

  private Dataset<Row> models(Buyers buyers, Dataset<Row> histories, ClvSettings settings) {
    return here(ModelFits.of(settings).rows(histories, buyers.asOf()));
  }

  private Dataset<Row> validation(Buyers buyers, Dataset<Row> histories, Dataset<Row> models) {
    return checked(
        Tables.CLV_VALIDATION,
        new Validation(DAYS_HELD_OUT, Season.NONE)
            .rows(buyers.customerMonth(spark), histories, models, buyers.asOf()));
  }

  private static Map<String, Double> map(Row row, String name) {
    return new LinkedHashMap<>(row.getJavaMap(row.fieldIndex(name)));
  }
}
