package clientele.insight;

import clientele.settings.NpsSettings;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What insights know of the run.
 *
 * @param date the business date, as a day since 1970-01-01
 * @param inactiveAfter days without a purchase after which a customer counts as gone
 * @param startsOn first day of the history of orders; earlier ones are missing
 * @param termsStartOn the same of subscriptions
 * @param sources that are read
 */
record Frame(
    int date,
    int inactiveAfter,
    int promotersFrom,
    int detractorsUpTo,
    OptionalDay startsOn,
    OptionalDay termsStartOn,
    Set<SourceName> sources)
    implements Serializable {
  /** Days over which outcomes are seen. */
  static final int YEAR = 365;

  /** A day, or none. */
  record OptionalDay(boolean isKnown, int day) implements Serializable {
    static final OptionalDay NONE = new OptionalDay(false, 0);

    OptionalInt value() {
      return isKnown ? OptionalInt.of(day) : OptionalInt.empty();
    }
  }

  static Frame of(Settings settings, LocalDate date) {
    NpsSettings bands = settings.nps();
    Set<SourceName> sources = EnumSet.noneOf(SourceName.class);
    sources.addAll(settings.sources().keySet());
    return new Frame(
        (int) date.toEpochDay(),
        settings.churn().inactiveAfterDays(),
        bands.promotersFrom(),
        bands.detractorsUpTo(),
        start(settings, settings.books()),
        start(settings, SourceName.SUBSCRIPTIONS),
        sources);
  }

  private static OptionalDay start(Settings settings, SourceName source) {
    return settings
        .source(source)
        .flatMap(SourceSettings::historyStartsOn)
        .map(day -> new OptionalDay(true, (int) day.toEpochDay()))
        .orElse(OptionalDay.NONE);
  }

  /** Whether the days after an index date, so many of them, are over. */
  boolean hasSeen(int index, int days) {
    return index + days <= date;
  }

  boolean reads(SourceName source) {
    return sources.contains(source);
  }

  /** What an answer adds to a net promoter score: 100, 0 or -100. */
  double points(int score) {
    return isPromoter(score) ? 100 : isDetractor(score) ? -100 : 0;
  }

  boolean isPromoter(int score) {
    return score >= promotersFrom;
  }

  boolean isDetractor(int score) {
    return score <= detractorsUpTo;
  }
}
