package clientele.clv;

import static java.util.stream.Collectors.groupingBy;

import clientele.model.Cell;
import clientele.model.CovariateFamily;
import clientele.model.CovariateFit;
import clientele.model.Parts;
import clientele.model.PurchaseFit;
import clientele.model.numeric.Sums;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A model of customers who differ by what is known of them, such as region=North. */
final class Covariates {
  /** Fewer customers of a value do not tell how they differ: they count with the most common. */
  private static final int LEAST_CUSTOMERS = 200;

  /** Of the most common ones: a search has to weigh each against all others. */
  private static final int MOST_VALUES = 40;

  private Covariates() {}

  /**
   * The family of a model fitted anew with what is known of customers.
   *
   * @param plain the model of all of them alike
   * @return empty if nothing is known, or not enough
   */
  static Optional<CovariateFit> of(PurchaseFit plain, Statistics statistics) {
    Parts<List<Statistic>> customers = statistics.whole().statistics();
    Clock clock = statistics.whole().clock();
    List<String> dummies = dummies(customers);
    if (dummies.isEmpty()) {
      return Optional.empty();
    }
    return CovariateFit.of(
        new CovariateFamily(plain.family(), dummies),
        customers.map(all -> cells(all, dummies, clock)),
        plain);
  }

  /** All values but the most common one of each attribute. */
  private static List<String> dummies(Parts<List<Statistic>> customers) {
    List<String> values =
        customers.some().stream().flatMap(one -> one.known().stream()).distinct().sorted().toList();
    double[] counts = customers.sums(values.size(), all -> counts(all, values));
    Map<String, Double> byValue = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      byValue.put(values.get(i), counts[i]);
    }
    Comparator<String> common =
        Comparator.<String>comparingDouble(byValue::get)
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    return values.stream()
        .sorted(common)
        .collect(groupingBy(Covariates::attribute))
        .values()
        .stream()
        .flatMap(all -> all.stream().skip(1))
        .filter(value -> byValue.get(value) >= LEAST_CUSTOMERS)
        .sorted(common)
        .limit(MOST_VALUES)
        .toList();
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

  private static List<Cell> cells(List<Statistic> all, List<String> dummies, Clock clock) {
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
