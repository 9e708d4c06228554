package clientele.settings;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a run is told by its configuration, validated. Each component's key, unit, range and
 * reason stand in {@code reference.conf}.
 *
 * @param warehouse root folder of all Delta tables, absolute
 * @param timeZone business time zone: an instant belongs to the date it has there
 * @param currency reporting currency, ISO 4217
 * @param sources what is read, by source name, in the order of {@link SourceName}
 * @param dimensions attributes of the customer by which aggregates are cut, without 'all'
 * @param cancellationWindowDays days after an order in which a linked refund changes its value
 * @param publicationRetention how long an earlier publication stays readable
 * @param lockWait how long a process of the same run waits for the writer lease
 * @param spark settings handed to Spark as they are
 * @param hash digest of the resolved settings: equal digests mean equal meaning
 */
public record Settings(
    String warehouse,
    ZoneId timeZone,
    String currency,
    Map<SourceName, SourceSettings> sources,
    List<Dimension> dimensions,
    int cancellationWindowDays,
    Duration publicationRetention,
    Duration lockWait,
    ChurnSettings churn,
    SubscriptionSettings subscriptions,
    NpsSettings nps,
    ClvSettings clv,
    InsightSettings insights,
    Map<String, String> spark,
    String hash) {
  public Settings {
    Map<SourceName, SourceSettings> inOrder = new EnumMap<>(SourceName.class);
    inOrder.putAll(sources);
    sources = Collections.unmodifiableMap(inOrder);
    dimensions = List.copyOf(dimensions);
    spark = Map.copyOf(spark);
  }

  Settings withHash(String newHash) {
    return new Settings(
        warehouse,
        timeZone,
        currency,
        sources,
        dimensions,
        cancellationWindowDays,
        publicationRetention,
        lockWait,
        churn,
        subscriptions,
        nps,
        clv,
        insights,
        spark,
        newHash);
  }

  public Optional<SourceSettings> source(SourceName name) {
    return Optional.ofNullable(sources.get(name));
  }

  /** The source that orders and refunds come from: their lines where no orders are read. */
  public SourceName books() {
    return source(SourceName.ORDERS).isPresent() ? SourceName.ORDERS : SourceName.ORDER_LINES;
  }
}
