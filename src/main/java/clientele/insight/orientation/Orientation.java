package clientele.insight.orientation;

import clientele.insight.orientation.Ingredient.Index;
import clientele.model.Correlation;
import clientele.model.RatioSums;
import clientele.model.ShrunkRatios;
import clientele.model.ShrunkRatios.Shrunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How sales-oriented and how customer-oriented the units of one dimension are.
 *
 * <p>Each ingredient is drawn in towards the mean of all units ({@link ShrunkRatios}), then counted
 * in standard deviations from the mean of the units in the first complete year, cut at ±3. An index
 * is 50 + 10 × the mean of three ingredients or more.
 */
final class Orientation {
  static final double CUT = 50;
  static final double PER_DEVIATION = 10;
  static final double MOST_DEVIATIONS = 3;
  static final int FEWEST_INGREDIENTS = 3;

  /** Units of the reference that differ by less than rounding are alike. */
  private static final double ALIKE = 1e-9;

  /**
   * An index.
   *
   * @param standardError from sampling alone
   */
  record Score(double value, double standardError) {}

  /** Mean and standard deviation of an ingredient over the units of the first complete year. */
  private record Reference(double mean, double deviation) {}

  /** What a unit shows. */
  record Unit(String value, Map<Ingredient, RatioSums> sums) {}

  private final List<Unit> units;
  private final Map<Ingredient, List<Optional<Score>>> deviations = new EnumMap<>(Ingredient.class);

  private Orientation(List<Unit> units) {
    this.units = units;
  }

  /**
   * The orientation of the units of one dimension.
   *
   * @param units of the last twelve months
   * @param referred of the first complete year; need not be the same ones
   */
  static Orientation of(List<Unit> units, List<Unit> referred) {
    Orientation orientation = new Orientation(List.copyOf(units));
    for (Ingredient ingredient : Ingredient.values()) {
      Optional<Reference> reference = reference(ShrunkRatios.of(sums(referred, ingredient)));
      orientation.deviations.put(
          ingredient,
          ShrunkRatios.of(sums(units, ingredient)).stream()
              .map(shrunk -> shrunk.flatMap(one -> reference.map(to -> deviation(one, to))))
              .toList());
    }
    return orientation;
  }

  private static List<RatioSums> sums(List<Unit> units, Ingredient ingredient) {
    return units.stream().map(unit -> unit.sums().get(ingredient)).toList();
  }

  private static Optional<Reference> reference(List<Optional<Shrunk>> shrunk) {
    double[] values =
        shrunk.stream().flatMap(Optional::stream).mapToDouble(Shrunk::value).toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / (values.length - 1));
    // Neither is a comparison: fewer than two units, or units that differ by chance only.
    boolean differ = values.length >= 2 && deviation > ALIKE * Math.abs(mean);
    return differ ? Optional.of(new Reference(mean, deviation)) : Optional.empty();
  }

  private static Score deviation(Shrunk shrunk, Reference reference) {
    double z = (shrunk.value() - reference.mean()) / reference.deviation();
    return new Score(
        Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, z)),
        shrunk.standardError() / reference.deviation());
  }

  /** What an ingredient of a unit is made of. */
  RatioSums sums(int unit, Ingredient ingredient) {
    return units.get(unit).sums().get(ingredient);
  }

  /** How many standard deviations the unit is above the reference; empty: not known. */
  Optional<Score> deviation(int unit, Ingredient ingredient) {
    return deviations.get(ingredient).get(unit);
  }

  /** The index of a unit; empty with fewer than three ingredients. */
  Optional<Score> index(int unit, Index index) {
    List<Score> known =
        index.ingredients().stream().flatMap(one -> deviation(unit, one).stream()).toList();
    if (known.size() < FEWEST_INGREDIENTS) {
      return Optional.empty();
    }
    double mean = known.stream().mapToDouble(Score::value).average().orElseThrow();
    double variance =
        known.stream().mapToDouble(one -> one.standardError() * one.standardError()).sum();
    return Optional.of(
        new Score(CUT + PER_DEVIATION * mean, PER_DEVIATION * Math.sqrt(variance) / known.size()));
  }

  /** Where the unit is in the 2 x 2; empty without both indexes. */
  Optional<Quadrant> quadrant(int unit) {
    return index(unit, Index.SALES)
        .flatMap(
            sales -> index(unit, Index.CUSTOMER).map(customer -> Quadrant.of(sales, customer)));
  }

  /** The indexes of the units that have both. */
  List<Correlation.Pair> pairs() {
    List<Correlation.Pair> pairs = new ArrayList<>();
    for (int unit = 0; unit < units.size(); unit++) {
      Optional<Score> sales = index(unit, Index.SALES);
      Optional<Score> customer = index(unit, Index.CUSTOMER);
      if (sales.isPresent() && customer.isPresent()) {
        pairs.add(
            new Correlation.Pair(
                sales.get().value(),
                customer.get().value(),
                sales.get().standardError(),
                customer.get().standardError()));
      }
    }
    return pairs;
  }
}
