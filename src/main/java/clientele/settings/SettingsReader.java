package clientele.settings;

import clientele.model.Opportunities;
import clientele.model.PurchaseFamily;
import clientele.settings.ClvSettings.Seasonality;
import clientele.settings.SubscriptionSettings.ChurnDatedBy;
import clientele.settings.SubscriptionSettings.PriceBasis;
import com.typesafe.config.ConfigObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns a resolved configuration into {@link Settings}. */
final class SettingsReader {
  private static final String WAREHOUSE = "warehouse";

  /** Of an opportunity to buy. */
  private static final int MOST_MONTHS = 36;

  private final Section root;
  private final Paths paths;
  private final Faults faults;

  SettingsReader(Section root, Paths paths, Faults faults) {
    this.root = root;
    this.paths = paths;
    this.faults = faults;
  }

  /** The settings; placeholders stand where a value was refused. */
  Settings read() {
    SourceReader sourceReader = new SourceReader(root.section("source-defaults"), paths, faults);
    Map<SourceName, SourceSettings> sources = sourceReader.read(root.section("sources"));
    Map<String, String> spark = new TreeMap<>();
    root.section("spark")
        .texts((name, value) -> SparkRules.refusalOfSetting(qualified(name), value))
        .forEach((name, value) -> spark.put(qualified(name), value));
    Settings settings =
        new Settings(
            warehouse(),
            root.required("time-zone", Reading.zone()),
            root.required("currency", Reading.currency()),
            sources,
            new DimensionReader(root, sources, DimensionReader.BUILT_IN).read("dimensions"),
            root.required("cancellation-window-days", Reading.integer(0, 3650)),
            root.required(
                "publication-retention",
                Reading.duration(Duration.ofDays(1), Duration.ofDays(3650))),
            root.required("lock-wait", Reading.duration(Duration.ZERO, Duration.ofDays(1))),
            churn(root.section("churn")),
            subscriptions(root.section("subscriptions")),
            nps(root.section("nps")),
            clv(root.section("clv"), sources),
            insights(root.section("insights")),
            spark,
            "");
    root.refuseOthers();
    return settings;
  }

  private String warehouse() {
    String path = paths.read(root, WAREHOUSE);
    // Said here, for with a file in its way each command would fail in words of its own.
    if (!path.contains(":/") && Files.isRegularFile(Path.of(path))) {
      root.value(WAREHOUSE)
          .ifPresent(value -> root.refuse(WAREHOUSE, value, "is a file; name a folder"));
    }
    return path;
  }

  private static ChurnSettings churn(Section churn) {
    Reading<Integer> days =
        Reading.integer(31, 3650)
            .because("who buys in a month must count as active at its end")
            .refusing(
                "auto",
                "must be a number, because a definition learnt anew each night would restate the"
                    + " past; choose one and write it here");
    ChurnSettings settings = new ChurnSettings(churn.required("inactive-after-days", days));
    churn.refuseOthers();
    return settings;
  }

  private static SubscriptionSettings subscriptions(Section subscriptions) {
    SubscriptionSettings settings =
        new SubscriptionSettings(
            subscriptions.required("grace-days", Reading.integer(0, 365)),
            subscriptions.required("past-due-days", Reading.integer(0, 365)),
            subscriptions.required("churn-dated-by", Reading.choice(ChurnDatedBy.class)),
            subscriptions.required("price-basis", Reading.choice(PriceBasis.class)));
    subscriptions.refuseOthers();
    return settings;
  }

  private static InsightSettings insights(Section insights) {
    InsightSettings settings =
        new InsightSettings(
            insights.required("answer-within-hours", Reading.integer(1, 8760)),
            insights.required("loyal-from-orders", Reading.integer(1, 1000)));
    insights.refuseOthers();
    return settings;
  }

  private static NpsSettings nps(Section nps) {
    int minRespondents = nps.required("min-respondents", Reading.integer(1, 1_000_000));
    NpsSettings settings =
        nps.value("bands").filter(ConfigObject.class::isInstance).isPresent()
            ? ownBands(minRespondents, nps.section("bands"))
            : nps.required("bands", Reading.choice(NpsSettings.Convention.class))
                .settings(minRespondents);
    nps.refuseOthers();
    return settings;
  }

  private static NpsSettings ownBands(int minRespondents, Section bands) {
    int detractorsUpTo = bands.required("detractors-up-to", Reading.integer(0, 9));
    Reading<Integer> above =
        Reading.integer(detractorsUpTo + 1, 10)
            .because(
                "a promoter scores more than any detractor, who scores up to " + detractorsUpTo);
    int promotersFrom = bands.required("promoters-from", above);
    bands.refuseOthers();
    return new NpsSettings(minRespondents, detractorsUpTo, promotersFrom);
  }

  private static ClvSettings clv(Section clv, Map<SourceName, SourceSettings> sources) {
    Reading<Optional<PurchaseFamily>> model =
        Reading.choice(
            Stream.concat(
                    Stream.of(Optional.<PurchaseFamily>empty()),
                    ClvSettings.FAMILIES.stream().map(Optional::of))
                .toList(),
            family -> family.map(PurchaseFamily::label).orElse("auto"));
    ClvSettings settings =
        new ClvSettings(
            clv.required("model", model),
            clv.optional("opportunity", Reading.opportunities(MOST_MONTHS)),
            clv.list("compare", Reading.choice(ClvSettings.FAMILIES, PurchaseFamily::label)),
            clv.required("holdout-days", Reading.integer(28, 1096)),
            clv.required("horizon-days", Reading.integer(1, 3650)),
            clv.required("annual-discount-rate", Reading.share()),
            new DimensionReader(clv, sources, List.of()).read("covariates"),
            clv.required("seasonality", Reading.choice(Seasonality.class)));
    if (settings.model().isEmpty() && settings.candidates().isEmpty()) {
      clv.value("compare")
          .ifPresent(
              compare ->
                  clv.refuse(
                      "compare",
                      compare,
                      "must have mbg-nbd or pareto-nbd, of which clv.model = auto takes the"
                          + " better"));
    }
    minded(clv, settings);
    clv.refuseOthers();
    return settings;
  }

  /** Refuses what does not go with the opportunity to buy, or does not go without one. */
  private static void minded(Section clv, ClvSettings settings) {
    boolean hasBgBb = settings.families().contains(PurchaseFamily.BG_BB);
    if (settings.opportunity().isEmpty()) {
      if (hasBgBb) {
        boolean isNamed = settings.model().equals(Optional.of(PurchaseFamily.BG_BB));
        refuse(
            clv,
            isNamed ? "model" : "compare",
            "bg-bb counts opportunities: set clv.opportunity, such as P1M");
      }
      return;
    }
    Opportunities opportunity = settings.opportunity().get();
    int longest = opportunity.longest();
    refuseFewer(clv, "holdout-days", settings.holdoutDays(), longest, opportunity);
    // A year may be a leap year: a horizon of 365 days is one all the same.
    refuseFewer(clv, "horizon-days", settings.horizonDays(), longest - 3, opportunity);
    if (hasBgBb && !settings.covariates().isEmpty()) {
      refuse(
          clv,
          "covariates",
          "bg-bb knows none: leave it out of clv.model and clv.compare, or these");
    }
  }

  private static void refuseFewer(
      Section clv, String key, int days, int least, Opportunities opportunity) {
    if (days < least) {
      String wanted = "must be %d or more with clv.opportunity = %s, or nothing can come in them";
      refuse(clv, key, wanted.formatted(least, opportunity));
    }
  }

  private static void refuse(Section section, String key, String wanted) {
    section.refuse(key, section.value(key).orElseThrow(), wanted);
  }

  /** A setting of Spark may be written with or without its first word: spark.sql.x or sql.x. */
  private static String qualified(String name) {
    return name.startsWith("spark.") ? name : "spark." + name;
  }
}
