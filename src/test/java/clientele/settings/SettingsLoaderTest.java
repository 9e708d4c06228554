package clientele.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.model.Opportunities;
import clientele.model.PurchaseFamily;
import clientele.settings.ClvSettings.Seasonality;
import clientele.settings.SubscriptionSettings.ChurnDatedBy;
import clientele.settings.SubscriptionSettings.PriceBasis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
  private static final String ORDERS = "sources.orders.path = orders\n";

  @TempDir private Path folder;

  @Test
  void whatIsNotSaidHasItsDefault() {
    Settings settings = load(ORDERS);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                folder + "/warehouse",
                ZoneId.of("UTC"),
                "USD",
                Map.of(SourceName.ORDERS, settings.source(SourceName.ORDERS).orElseThrow()),
                List.of(),
                30,
                Duration.ofDays(30),
                Duration.ofMinutes(10),
                new ChurnSettings(90),
                SubscriptionSettings.ofGrace(0),
                new NpsSettings(30, 6, 9),
                new ClvSettings(
                    Optional.empty(),
                    List.of(
                        PurchaseFamily.MBG_NBD, PurchaseFamily.PARETO_NBD, PurchaseFamily.BG_NBD),
                    91,
                    365,
                    0.1),
                new InsightSettings(48, 3),
                Map.of(),
                settings.hash()));
  }

  @Test
  void aSourceWithAPathHasDefaultsForTheRest() {
    assertThat(load(ORDERS).source(SourceName.ORDERS))
        .contains(
            new SourceSettings(
                SourceName.ORDERS,
                folder + "/orders",
                SourceSettings.Format.PARQUET,
                Map.of(),
                SourceSettings.Mode.APPEND,
                Map.of(),
                Optional.empty(),
                SourceSettings.IdenticalRows.KEEP,
                0.01,
                Optional.empty(),
                SourceSettings.OnChangedFile.REFUSE,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(load(ORDERS).source(SourceName.CUSTOMERS)).isEmpty();
  }

  @Test
  void whatIsExpectedOfEventsDoesNotApplyToASourceWithoutAny() {
    Settings settings =
        load(
            """
            sources { orders.path = o, customers.path = c }
            source-defaults.expect { max-age-days = 40, min-share-of-median = 0.5 }
            """);

    SourceSettings orders = settings.source(SourceName.ORDERS).orElseThrow();
    SourceSettings customers = settings.source(SourceName.CUSTOMERS).orElseThrow();
    assertThat(orders.maxAgeDays()).hasValue(40);
    assertThat(orders.minShareOfMedian()).hasValue(0.5);
    assertThat(customers.maxAgeDays()).isEmpty();
    assertThat(customers.minShareOfMedian()).isEmpty();
  }

  @Test
  void everyKeyCanBeSet() {
    Settings settings =
        load(
            """
            warehouse = "s3a://bucket/clientele"
            time-zone = "Asia/Kolkata"
            currency = EUR
            dimensions = [region, first_channel, "region*income_band"]
            cancellation-window-days = 14
            publication-retention = 7 days
            lock-wait = 90 seconds
            churn.inactive-after-days = 31
            subscriptions { grace-days = 3, past-due-days = 14, churn-dated-by = notice, price-basis = list }
            nps { min-respondents = 5, bands { detractors-up-to = 4, promoters-from = 7 } }
            clv {
              model = bg-nbd, compare = [pareto-nbd], holdout-days = 180, horizon-days = 730
              annual-discount-rate = 0.15, covariates = [region], seasonality = off
              opportunity = P3M
            }
            insights { answer-within-hours = 24, loyal-from-orders = 5 }
            spark { sql.shuffle.partitions = 64, "spark.hadoop.fs.s3a.endpoint" = "http://store" }
            sources.order_lines {
              path = "/data/lines/dt={date}/*.{csv,csv.gz}"
              format = csv
              options { sep = ";", "multiLine" = true }
              mode = snapshot
              columns { order_id = o, product_id = p, customer_id = c, ordered_at = d,
                        quantity = "1", amount = "q * p" }
              where = "p <> 'POST'"
              identical-rows = drop
              max-bad-share = 0.3
              latest-by = "updated_at"
              on-changed-file = replace
              expect { max-age-days = 2, min-share-of-median = 0.5 }
              marker = _SUCCESS
              history-starts-on = 2024-01-01
            }
            """);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                "s3a://bucket/clientele",
                ZoneId.of("Asia/Kolkata"),
                "EUR",
                Map.of(SourceName.ORDER_LINES, linesWithEveryKey()),
                List.of(
                    new Dimension("region"),
                    new Dimension("first_channel"),
                    new Dimension("region*income_band")),
                14,
                Duration.ofDays(7),
                Duration.ofSeconds(90),
                new ChurnSettings(31),
                new SubscriptionSettings(3, 14, ChurnDatedBy.NOTICE, PriceBasis.LIST),
                new NpsSettings(5, 4, 7),
                new ClvSettings(
                    Optional.of(PurchaseFamily.BG_NBD),
                    Optional.of(new Opportunities(3)),
                    List.of(PurchaseFamily.PARETO_NBD),
                    180,
                    730,
                    0.15,
                    List.of(new Dimension("region")),
                    Seasonality.OFF),
                new InsightSettings(24, 5),
                Map.of(
                    "spark.sql.shuffle.partitions", "64",
                    "spark.hadoop.fs.s3a.endpoint", "http://store"),
                settings.hash()));
  }

  @Test
  void covariatesAreColumnsOfCustomers() {
    assertThatThrownBy(() -> load(ORDERS + "clv.covariates = [region, first_channel]"))
        .hasMessageContaining(
            "first_channel comes from orders or subscriptions, not from customers");
  }

  private static SourceSettings linesWithEveryKey() {
    return new SourceSettings(
        SourceName.ORDER_LINES,
        "/data/lines/dt={date}/*.{csv,csv.gz}",
        SourceSettings.Format.CSV,
        Map.of("sep", ";", "multiLine", "true"),
        SourceSettings.Mode.SNAPSHOT,
        Map.of(
            "order_id", "o",
            "product_id", "p",
            "customer_id", "c",
            "ordered_at", "d",
            "quantity", "1",
            "amount", "q * p"),
        Optional.of("p <> 'POST'"),
        SourceSettings.IdenticalRows.DROP,
        0.3,
        Optional.of("updated_at"),
        SourceSettings.OnChangedFile.REPLACE,
        OptionalInt.of(2),
        OptionalDouble.of(0.5),
        Optional.of("_SUCCESS"),
        Optional.of(LocalDate.of(2024, 1, 1)));
  }

  @Test
  void bandsCanBeNamed() {
    assertThat(load(ORDERS + "nps.bands = standard").nps()).isEqualTo(new NpsSettings(30, 6, 9));
    assertThat(load(ORDERS + "nps.bands = european").nps()).isEqualTo(new NpsSettings(30, 5, 8));
  }

  @Test
  void sourceDefaultsHoldForEverySourceThatDoesNotSayOtherwise() {
    Settings settings =
        load(
            """
            source-defaults { format = csv, options.sep = ";" }
            sources.orders.path = orders
            sources.customers { path = customers, format = delta, options { sep = null } }
            """);

    SourceSettings orders = settings.source(SourceName.ORDERS).orElseThrow();
    assertThat(orders.format()).isEqualTo(SourceSettings.Format.CSV);
    assertThat(orders.options()).isEqualTo(Map.of("sep", ";"));
    SourceSettings customers = settings.source(SourceName.CUSTOMERS).orElseThrow();
    assertThat(customers.format()).isEqualTo(SourceSettings.Format.DELTA);
    assertThat(customers.options()).isEmpty();
  }

  @Test
  void customersAndFeaturesMayHaveFurtherColumns() {
    Settings settings =
        load(
            ORDERS
                + """
                dimensions = [shop]
                sources.customers { path = c, columns { customer_id = id, shop = store_no } }
                sources.features { path = f, columns { customer_id = id, as_of = d, visits = n } }
                """);

    assertThat(settings.source(SourceName.CUSTOMERS).orElseThrow().columns())
        .isEqualTo(Map.of("customer_id", "id", "shop", "store_no"));
    assertThat(settings.source(SourceName.FEATURES).orElseThrow().columns())
        .isEqualTo(Map.of("customer_id", "id", "as_of", "d", "visits", "n"));
  }

  @Test
  void theCommandLineWinsAndItsPlainTextNeedsNoQuotes() {
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("warehouse", "s3a://bucket/w");
    overrides.put("sources.orders.where", "amount >= 0 and note <> 'a, b = # c'");
    overrides.put("dimensions", "[region, \"region*income_band\"]");
    overrides.put("churn.inactive-after-days", "60");
    overrides.put("lock-wait", "1 minute");
    overrides.put("sources.orders.path", "${DATA}\"/orders\"");

    Settings settings = SettingsLoader.load(write(ORDERS), overrides, Map.of("DATA", "/mnt/data"));

    assertThat(settings.warehouse()).isEqualTo("s3a://bucket/w");
    assertThat(settings.dimensions())
        .containsExactly(new Dimension("region"), new Dimension("region*income_band"));
    assertThat(settings.churn().inactiveAfterDays()).isEqualTo(60);
    assertThat(settings.lockWait()).isEqualTo(Duration.ofMinutes(1));
    SourceSettings orders = settings.source(SourceName.ORDERS).orElseThrow();
    assertThat(orders.where()).contains("amount >= 0 and note <> 'a, b = # c'");
    assertThat(orders.path()).isEqualTo("/mnt/data/orders");
  }

  @Test
  void anUnsetVariableLeavesTheKeyAsItWas() {
    String text = ORDERS + "currency = GBP\ncurrency = ${?CURRENCY}\nwarehouse = ${?WAREHOUSE}\n";

    Settings unset = SettingsLoader.load(write(text), Map.of(), Map.of());
    Settings set = SettingsLoader.load(write(text), Map.of(), Map.of("CURRENCY", "SEK"));

    assertThat(unset.currency()).isEqualTo("GBP");
    assertThat(unset.warehouse()).isEqualTo(folder + "/warehouse");
    assertThat(set.currency()).isEqualTo("SEK");
  }

  @Test
  void pathsAreRelativeToTheFolderOfTheFile() {
    Settings settings =
        load("warehouse = \"../w\"\nsources.orders.path = \"in/./orders/*.parquet\"\n");

    assertThat(settings.warehouse()).isEqualTo(folder.getParent() + "/w");
    assertThat(settings.source(SourceName.ORDERS).orElseThrow().path())
        .isEqualTo(folder + "/in/orders/*.parquet");
  }

  @Test
  void anotherFileCanBeIncluded() throws IOException {
    Files.writeString(folder.resolve("base.conf"), ORDERS + "currency = GBP\n");

    Settings settings = load("include \"base.conf\"\ntime-zone = \"Europe/London\"\n");

    assertThat(settings.currency()).isEqualTo("GBP");
    assertThat(settings.timeZone()).isNotEqualTo(ZoneOffset.UTC);
    assertThat(load("include file(\"base.conf\")\n").currency()).isEqualTo("GBP");
  }

  @Test
  void theHashTellsMeaningsApart() {
    String hash = load(ORDERS).hash();

    assertThat(hash).matches("[0-9a-f]{16}");
    assertThat(
            List.of(
                "churn.inactive-after-days = 91",
                "subscriptions.grace-days = 1",
                "nps.bands = european",
                "clv.model = bg-nbd",
                "clv.compare = [mbg-nbd]",
                "clv.seasonality = off",
                "clv.opportunity = P1M",
                "insights.answer-within-hours = 24",
                "currency = GBP",
                "time-zone = \"Europe/London\"",
                "dimensions = [region]",
                "sources.orders.where = \"amount > 0\"",
                "sources.orders.path = other",
                "sources.customers.path = c",
                "cancellation-window-days = 31"))
        .allSatisfy(change -> assertThat(load(ORDERS + change).hash()).isNotEqualTo(hash))
        .extracting(change -> load(ORDERS + change).hash())
        .doesNotHaveDuplicates();
  }

  /** What does not go with the opportunity to buy, or without one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clv.model = bg-bb | clv.model = \"bg-bb\": bg-bb counts opportunities: set clv.opportunity",
        "clv.compare = [bg-bb, mbg-nbd] | clv.compare: bg-bb counts opportunities",
        "clv.opportunity = P7D | clv.opportunity = \"P7D\": must be a period of whole months",
        "clv.opportunity = P1M2D | must be a period of whole months",
        "clv.opportunity = P0M | must be a period of whole months",
        "clv.opportunity = P4Y | such as P1M, P3M or P1Y, up to P3Y",
        "clv.opportunity = month | must be a period of whole months",
        "clv.opportunity = P1Y | clv.holdout-days = 91: must be 366 or more with clv.opportunity = P1Y",
      })
  void opportunitiesAreWholeMonthsThatDaysAheadHold(String line, String fault) {
    assertThatThrownBy(() -> load(ORDERS + line)).hasMessageContaining(fault);
  }

  @Test
  void aYearAheadHoldsAYearlyOpportunity() {
    String yearly = ORDERS + "clv { model = bg-bb, opportunity = P1Y, holdout-days = 366 }";
    assertThat(load(yearly).clv().opportunity()).contains(new Opportunities(12));
    assertThatThrownBy(() -> load(yearly + "\nclv.horizon-days = 300"))
        .hasMessageContaining("clv.horizon-days = 300: must be 363 or more");
    assertThatThrownBy(
            () ->
                load(
                    yearly
                        + "\nclv.covariates = [region]\nsources.customers { path = c, columns ="
                        + " { customer_id = c, region = r } }"))
        .hasMessageContaining("clv.covariates: bg-bb knows none: leave it out of clv.model");
  }

  @Test
  void theHashIsBlindToWhereAndHowARunWorks() {
    String hash = load(ORDERS).hash();

    assertThat(
            List.of(
                "warehouse = elsewhere",
                "lock-wait = 1 minute",
                "spark.master = yarn",
                "publication-retention = 9 days",
                "sources.orders.path = \"/mnt/orders\"",
                "nps.bands { detractors-up-to = 6, promoters-from = 9 }",
                "churn { }"))
        .allSatisfy(change -> assertThat(load(ORDERS + change).hash()).isEqualTo(hash));
  }

  @Test
  void theHashIsTheSameEverywhere() {
    // Another value means that every warehouse sees its settings as changed: only on purpose.
    assertThat(load(ORDERS).hash()).isEqualTo("8ab8bd34cf7c6e8b");
  }

  private Settings load(String text) {
    return SettingsLoader.load(write(text), Map.of(), Map.of());
  }

  private Path write(String text) {
    try {
      return Files.writeString(folder.resolve("clientele.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
