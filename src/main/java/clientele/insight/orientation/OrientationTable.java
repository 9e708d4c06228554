package clientele.insight.orientation;

import static clientele.catalogue.Vocabulary.AS_OF;
import static clientele.catalogue.Vocabulary.CHURNED_SHARE;
import static clientele.catalogue.Vocabulary.CORRELATION;
import static clientele.catalogue.Vocabulary.CUSTOMER_INDEX;
import static clientele.catalogue.Vocabulary.CUSTOMER_INDEX_ERROR;
import static clientele.catalogue.Vocabulary.DEVIATIONS;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.FIRST_DAY;
import static clientele.catalogue.Vocabulary.FIRST_PAID_ON;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.INGREDIENTS;
import static clientele.catalogue.Vocabulary.LOW;
import static clientele.catalogue.Vocabulary.MEAN_CLV;
import static clientele.catalogue.Vocabulary.MEAN_PROFIT;
import static clientele.catalogue.Vocabulary.N;
import static clientele.catalogue.Vocabulary.NOTE;
import static clientele.catalogue.Vocabulary.NPS;
import static clientele.catalogue.Vocabulary.QUADRANT;
import static clientele.catalogue.Vocabulary.RUN_ID;
import static clientele.catalogue.Vocabulary.SALES_INDEX;
import static clientele.catalogue.Vocabulary.SALES_INDEX_ERROR;
import static clientele.catalogue.Vocabulary.SUBJECT;
import static clientele.catalogue.Vocabulary.VALUE;
import static clientele.catalogue.Vocabulary.VERDICT;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.min;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.insight.orientation.Ingredient.Index;
import clientele.insight.orientation.Orientation.Score;
import clientele.insight.orientation.Orientation.Unit;
import clientele.job.BoundedCollect;
import clientele.job.Inputs;
import clientele.job.RunContext;
import clientele.model.Correlation;
import clientele.model.RatioSums;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The rows of gold.orientation. */
public final class OrientationTable {
  /** Of a smaller unit nothing is said. */
  static final int FEWEST_CUSTOMERS = 200;

  /** Far more markets, channels and plans than there are, each with 200 customers. */
  private static final int MOST_UNITS = 50_000;

  /** Axes are independent if the correlation is surely nearer to 0. */
  private static final double INDEPENDENT = 0.3;

  private static final String NOT_ENOUGH = "not enough data";

  private final List<Row> rows = new ArrayList<>();

  private OrientationTable() {}

  /** One row per unit, quadrant and correlation of each dimension. */
  public static Dataset<Row> of(Inputs inputs, RunContext context) {
    List<Year> years = years(inputs, context.businessDate());
    List<Row> sums =
        BoundedCollect.rows(
            new UnitSums(inputs, context, years).withCustomers(FEWEST_CUSTOMERS), MOST_UNITS);
    OrientationTable table = new OrientationTable();
    for (String dimension : UnitSums.dimensions(context)) {
      List<Row> own =
          sums.stream()
              .filter(row -> row.getAs(DIMENSION.name()).equals(dimension))
              .sorted(Comparator.comparing(row -> row.<String>getAs(VALUE.name())))
              .toList();
      table.add(dimension, ofYear(own, 0), ofYear(own, 1));
    }
    StructType schema = new StructType();
    for (TableColumn column : columns()) {
      schema = schema.add(column.name(), column.type());
    }
    return inputs.spark().createDataFrame(table.rows, schema);
  }

  /** The last twelve months, and the first ones if they are over. */
  private static List<Year> years(Inputs inputs, LocalDate date) {
    Dataset<Row> first =
        inputs.table(Tables.CUSTOMER).agg(min(least(FIRST_DAY.col(), FIRST_PAID_ON.col())));
    List<Year> years = new ArrayList<>(List.of(Year.until(date)));
    Optional.ofNullable(BoundedCollect.rows(first, 1).get(0).<Date>getAs(0))
        .flatMap(day -> Year.first(day.toLocalDate(), date))
        .ifPresent(years::add);
    return years;
  }

  private static List<Row> ofYear(List<Row> rows, int year) {
    return rows.stream().filter(row -> row.<Integer>getAs(UnitSums.YEAR) == year).toList();
  }

  private void add(String dimension, List<Row> now, List<Row> first) {
    Orientation orientation = Orientation.of(units(now), units(first));
    Map<Quadrant, Map<String, Double>> outcomes = new EnumMap<>(Quadrant.class);
    for (int unit = 0; unit < now.size(); unit++) {
      Map<String, Double> own = outcomes(now.get(unit));
      orientation
          .quadrant(unit)
          .ifPresent(quadrant -> outcomes.merge(quadrant, own, OrientationTable::added));
      Map<TableColumn, Object> row = unit(orientation, unit, !first.isEmpty());
      put(row, own);
      add(dimension, now.get(unit).getAs(VALUE.name()), "unit", row);
    }
    outcomes.forEach(
        (quadrant, sums) -> {
          Map<TableColumn, Object> row = new HashMap<>();
          row.put(QUADRANT, quadrant.label());
          put(row, sums);
          add(dimension, quadrant.label(), "quadrant", row);
        });
    addCorrelations(dimension, orientation.pairs());
  }

  private void add(String dimension, String value, String subject, Map<TableColumn, Object> row) {
    row.put(DIMENSION, dimension);
    row.put(VALUE, value);
    row.put(SUBJECT, subject);
    rows.add(RowFactory.create(columns().stream().map(row::get).toArray()));
  }

  private static List<TableColumn> columns() {
    return Tables.ORIENTATION.columns().stream()
        .filter(column -> !column.equals(AS_OF) && !column.equals(RUN_ID))
        .toList();
  }

  private static Map<TableColumn, Object> unit(
      Orientation orientation, int unit, boolean hasReference) {
    Map<TableColumn, Object> row = new HashMap<>();
    Optional<Score> sales = orientation.index(unit, Index.SALES);
    Optional<Score> customer = orientation.index(unit, Index.CUSTOMER);
    row.put(SALES_INDEX, sales.map(Score::value).orElse(null));
    row.put(SALES_INDEX_ERROR, sales.map(Score::standardError).orElse(null));
    row.put(CUSTOMER_INDEX, customer.map(Score::value).orElse(null));
    row.put(CUSTOMER_INDEX_ERROR, customer.map(Score::standardError).orElse(null));
    row.put(QUADRANT, orientation.quadrant(unit).map(Quadrant::label).orElse(null));
    Map<String, Double> ratios = new TreeMap<>();
    Map<String, Double> deviations = new TreeMap<>();
    for (Ingredient ingredient : Ingredient.values()) {
      RatioSums sums = orientation.sums(unit, ingredient);
      if (sums.isThere()) {
        ratios.put(ingredient.label(), sums.ratio());
      }
      orientation
          .deviation(unit, ingredient)
          .ifPresent(score -> deviations.put(ingredient.label(), score.value()));
    }
    row.put(INGREDIENTS, ratios);
    row.put(DEVIATIONS, deviations);
    if (sales.isEmpty() || customer.isEmpty()) {
      row.put(
          NOTE,
          hasReference
              ? "fewer than three ingredients in which units are known to differ"
              : "no complete year, or no unit in it, to compare with");
    }
    return row;
  }

  private static Map<String, Double> outcomes(Row row) {
    Map<String, Double> outcomes = new HashMap<>();
    UnitSums.OUTCOMES.forEach(name -> outcomes.put(name, row.<Double>getAs(name)));
    return outcomes;
  }

  private static Map<String, Double> added(Map<String, Double> one, Map<String, Double> other) {
    Map<String, Double> sum = new HashMap<>(one);
    other.forEach((name, value) -> sum.merge(name, value, Double::sum));
    return sum;
  }

  private static void put(Map<TableColumn, Object> row, Map<String, Double> sums) {
    double served = sums.get(UnitSums.SERVED);
    row.put(N, Math.round(served));
    row.put(CHURNED_SHARE, share(sums.get(UnitSums.CHURNED), served));
    Double promoters = share(sums.get(UnitSums.NET_PROMOTERS), sums.get(UnitSums.ANSWERED));
    row.put(NPS, promoters == null ? null : 100 * promoters);
    row.put(MEAN_CLV, share(sums.get(UnitSums.CLV_SUM), sums.get(UnitSums.VALUED)));
    row.put(MEAN_PROFIT, share(sums.get(UnitSums.PROFIT), served));
  }

  private static Double share(double sum, double n) {
    return n > 0 ? (Double) (sum / n) : null;
  }

  private void addCorrelations(String dimension, List<Correlation.Pair> pairs) {
    Optional<Correlation> found = Correlation.of(pairs);
    add(dimension, Dimensions.ALL, "correlation", correlation(pairs.size(), found));
    add(
        dimension,
        Dimensions.ALL,
        "disattenuated",
        correlation(pairs.size(), found.map(one -> one.disattenuated(pairs))));
  }

  private static Map<TableColumn, Object> correlation(int units, Optional<Correlation> found) {
    Map<TableColumn, Object> row = new HashMap<>();
    row.put(N, (long) units);
    row.put(VERDICT, found.map(OrientationTable::verdict).orElse(NOT_ENOUGH));
    found.ifPresent(
        one -> {
          row.put(CORRELATION, one.r());
          row.put(LOW, one.low());
          row.put(HIGH, one.high());
        });
    if (found.isEmpty()) {
      row.put(
          NOTE,
          units < Correlation.FEWEST
              ? "not enough data: fewer than " + Correlation.FEWEST + " units with both indexes"
              : "not enough data: the units are all alike");
    }
    return row;
  }

  /** Of the claim that the axes are independent. */
  static String verdict(Correlation correlation) {
    if (correlation.low() >= -INDEPENDENT && correlation.high() <= INDEPENDENT) {
      return "supported";
    }
    boolean isDependent = correlation.low() > INDEPENDENT || correlation.high() < -INDEPENDENT;
    return isDependent ? "contradicted" : NOT_ENOUGH;
  }

  private static List<Unit> units(List<Row> rows) {
    List<Unit> units = new ArrayList<>();
    for (Row row : rows) {
      Map<Ingredient, RatioSums> sums = new EnumMap<>(Ingredient.class);
      for (Ingredient ingredient : Ingredient.values()) {
        double[] six =
            UnitSums.columns(ingredient).stream()
                .mapToDouble(name -> row.<Double>getAs(name))
                .toArray();
        sums.put(ingredient, new RatioSums(six[0], six[1], six[2], six[3], six[4], six[5]));
      }
      units.add(new Unit(row.getAs(VALUE.name()), sums));
    }
    return units;
  }
}
