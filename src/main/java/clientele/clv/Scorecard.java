package clientele.clv;

import clientele.model.PurchaseOutlook;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * What one model foretold of customers from one {@link Origin}, and what came, added up by groups
 * of customers. Cards of some customers each add up to the card of all.
 */
final class Scorecard {
  /** How customers are grouped. */
  enum Kind {
    TOTAL,
    FREQUENCY,
    DECILE,
    PIT;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Some customers on the card.
   *
   * @param group by {@link Kind#DECILE} a band of forecasts of about one size, see {@link #buckets}
   */
  record Part(Kind kind, int group, Tally tally) {}

  /**
   * Some customers as the table has them.
   *
   * @param tally without mean square error and deviance where it is not of purchases
   */
  record Bucket(Kind kind, String name, Tally tally) {}

  /** Frequencies from here on share a bucket, as in the papers. */
  private static final int MANY = 7;

  private static final int TENTHS = 10;

  private static final int BINS = 20;

  /** Bands in which forecasts grow e-fold. */
  private static final int BANDS_PER_FOLD = 100;

  /** The band of forecasts of nothing, below all others. */
  private static final int LOWEST = -1_000_000;

  private final Map<Kind, TreeMap<Integer, Tally>> tallies = new EnumMap<>(Kind.class);

  /** Customers of whom the model foretold so many purchases each. */
  void add(Statistic one, double forecast) {
    Tally tally = Tally.of(one, forecast);
    add(new Part(Kind.TOTAL, 0, tally));
    add(new Part(Kind.FREQUENCY, (int) Math.min(MANY, one.frequency()), tally));
    int band = forecast > 0 ? (int) Math.floor(BANDS_PER_FOLD * Math.log(forecast)) : LOWEST;
    add(new Part(Kind.DECILE, band, tally));
  }

  /**
   * Places customers where their purchases fall in what the model held for likely, each evenly at
   * random between P(fewer than came) and P(no more than came): were the model true, all places
   * from 0 to 1 would be equally likely.
   *
   * @param horizon in which the purchases came
   */
  void place(Statistic one, PurchaseOutlook outlook, double horizon) {
    double fewer = notMore(one.later() - 1, outlook, horizon);
    double notMore = notMore(one.later(), outlook, horizon);
    long[] placed = new long[BINS];
    for (long customer = 0; customer < one.customers(); customer++) {
      double place = fewer + one.uniform(customer) * (notMore - fewer);
      placed[Math.min(BINS - 1, (int) (BINS * place))]++;
    }
    for (int bin = 0; bin < BINS; bin++) {
      if (placed[bin] > 0) {
        add(new Part(Kind.PIT, bin, new Tally(placed[bin], 0, 0, 0, 0)));
      }
    }
  }

  /** P(N ≤ n), at n = 0 by the cheaper way. */
  private static double notMore(long orders, PurchaseOutlook outlook, double horizon) {
    if (orders <= 0) {
      return orders < 0 ? 0 : outlook.noOrder(horizon);
    }
    return 1 - outlook.moreThan(orders, horizon);
  }

  void add(Part part) {
    tallies
        .computeIfAbsent(part.kind, kind -> new TreeMap<>())
        .merge(part.group, part.tally, Tally::plus);
  }

  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    tallies.forEach(
        (kind, groups) ->
            groups.forEach((group, tally) -> parts.add(new Part(kind, group, tally))));
    return parts;
  }

  /** The customers of a card that has all of them. */
  List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    tallies.forEach(
        (kind, groups) -> {
          switch (kind) {
            case TOTAL -> add(buckets, kind, groups, group -> "all");
            case FREQUENCY ->
                add(buckets, kind, groups, group -> group < MANY ? "" + group : MANY + "+");
            case DECILE -> add(buckets, kind, deciles(groups), String::valueOf);
            case PIT ->
                add(
                    buckets,
                    kind,
                    bins(groups),
                    bin -> String.format(Locale.ROOT, "%.2f", (double) bin / BINS));
          }
        });
    return buckets;
  }

  private static void add(
      List<Bucket> buckets, Kind kind, Map<Integer, Tally> groups, IntFunction<String> name) {
    groups.forEach((group, tally) -> buckets.add(new Bucket(kind, name.apply(group), tally)));
  }

  private long customers() {
    return tallies.get(Kind.TOTAL).get(0).customers();
  }

  /** Tenths of customers, the first with the highest forecasts; a band is never divided. */
  private SortedMap<Integer, Tally> deciles(NavigableMap<Integer, Tally> bands) {
    SortedMap<Integer, Tally> deciles = new TreeMap<>();
    long above = 0;
    for (Tally band : bands.descendingMap().values()) {
      double middle = above + band.customers() / 2.0;
      deciles.merge(1 + (int) (TENTHS * middle / customers()), band, Tally::plus);
      above += band.customers();
    }
    return deciles;
  }

  /** All bins, with the customers that there are in each. */
  private SortedMap<Integer, Tally> bins(Map<Integer, Tally> placed) {
    SortedMap<Integer, Tally> bins = new TreeMap<>();
    double even = (double) customers() / BINS;
    for (int bin = 0; bin < BINS; bin++) {
      long actual = placed.getOrDefault(bin, Tally.NONE).customers();
      bins.put(bin, Tally.ofSums(customers(), (double) actual, even));
    }
    return bins;
  }
}
