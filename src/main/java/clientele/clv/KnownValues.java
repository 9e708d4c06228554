package clientele.clv;

import static java.util.stream.Collectors.groupingBy;

import clientele.fold.Dimensions;
import clientele.model.Cell;
import clientele.model.Parts;
import clientele.model.numeric.Sums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Values of customers' attributes, as region=North, that are common enough for a model to tell
 * apart: of each attribute two or more.
 *
 * @param customers how many have each value
 * @param dummies all but the most common one of each attribute
 * @param attributes how many these are of
 */
record KnownValues(NavigableMap<String, Double> customers, List<String> dummies, long attributes)
    implements Serializable {
  /** Fewer customers do not tell how those of a value differ. */
  static final int LEAST_CUSTOMERS = 200;

  /** The most common ones: a search has to weigh each against all others. */
  private static final int MOST_DUMMIES = 40;

  KnownValues {
    dummies = List.copyOf(dummies);
  }

  static KnownValues of(Parts<List<Statistic>> all) {
    List<String> values =
        all.some().stream()
            .flatMap(one -> one.known().stream())
            .filter(KnownValues::isKnown)
            .distinct()
            .sorted()
            .toList();
    double[] counts = all.sums(values.size(), part -> counts(part, values));
    Map<String, Double> sizes = new HashMap<>();
    for (int i = 0; i < counts.length; i++) {
      sizes.put(values.get(i), counts[i]);
    }
    Comparator<String> mostFirst =
        Comparator.<String>comparingDouble(sizes::get)
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    Collection<List<String>> attributes =
        values.stream()
            .filter(value -> sizes.get(value) >= LEAST_CUSTOMERS)
            .sorted(mostFirst)
            .collect(groupingBy(KnownValues::attribute))
            .values();
    List<String> dummies =
        attributes.stream()
            .flatMap(alike -> alike.stream().skip(1))
            .sorted(mostFirst)
            .limit(MOST_DUMMIES)
            .toList();
    NavigableMap<String, Double> customers = new TreeMap<>();
    for (List<String> alike : attributes) {
      List<String> others = alike.stream().filter(dummies::contains).toList();
      if (!others.isEmpty()) {
        customers.put(alike.get(0), sizes.get(alike.get(0)));
      }
      others.forEach(value -> customers.put(value, sizes.get(value)));
    }
    long told = dummies.stream().map(KnownValues::attribute).distinct().count();
    return new KnownValues(customers, dummies, told);
  }

  /** Not that of a customer, or a part of it, who has no such attribute. */
  private static boolean isKnown(String value) {
    return Stream.of(value.substring(value.indexOf('=') + 1).split("\\*"))
        .noneMatch(Dimensions.UNKNOWN::equals);
  }

  private static String attribute(String value) {
    return value.substring(0, value.indexOf('='));
  }

  private static double[] counts(List<Statistic> all, List<String> values) {
    Map<String, Integer> places = places(values);
    Sums sums = new Sums(values.size());
    for (Statistic one : all) {
      for (String value : one.known()) {
        if (places.containsKey(value)) {
          sums.add(places.get(value), (double) one.customers());
        }
      }
    }
    return sums.values();
  }

  private static Map<String, Integer> places(List<String> values) {
    Map<String, Integer> places = new HashMap<>();
    values.forEach(value -> places.put(value, places.size()));
    return places;
  }

  boolean isEmpty() {
    return dummies.isEmpty();
  }

  /** Those of what is known of customers that the model tells apart. */
  List<String> cell(Statistic one) {
    return one.known().stream().filter(customers::containsKey).toList();
  }

  /** Whether that is so of every attribute. */
  boolean tell(Statistic one) {
    return one.known().stream().filter(customers::containsKey).count() == attributes;
  }

  /**
   * Customers of whom every attribute is told, by what they are alike in.
   *
   * @param clock by which they buy
   */
  List<Cell> cells(List<Statistic> all, Clock clock) {
    Map<String, Integer> places = places(dummies);
    Map<List<Integer>, List<Statistic>> cells = new HashMap<>();
    for (Statistic one : all) {
      List<Integer> ones =
          one.known().stream().filter(places::containsKey).map(places::get).sorted().toList();
      cells.computeIfAbsent(ones, cell -> new ArrayList<>()).add(one);
    }
    return cells.entrySet().stream()
        .map(cell -> new Cell(cell.getKey(), Statistic.purchases(cell.getValue(), clock)))
        .sorted(Comparator.comparing(cell -> cell.ones().toString()))
        .toList();
  }
}
