package clientele.churn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import clientele.job.BoundedCollect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How the columns of a frame become numbers, as training rows have it: a number is itself, or the
 * mean where it is missing, beside a flag that says so; of text there is a flag for each frequent
 * value, missing among them.
 *
 * @param terms the numbers, in order
 * @param leftOut columns that say nothing, with the reason
 */
record Encoding(List<Term> terms, Map<String, String> leftOut) {
  /** The column with the numbers of a row, as MLlib takes them. */
  static final String VECTOR = "encoded";

  private static final String MISSING = "(missing)";

  /** Of text, values that more of a hundred rows have, and at least so many rows. */
  private static final double LEAST_SHARE = 0.002;

  private static final int LEAST_ROWS = 10;

  private static final String NAME = "name";
  private static final String TEXT = "text";
  private static final String ROWS = "rows";

  /**
   * A number of a row.
   *
   * @param source the column it comes from
   * @param sql how
   * @param mean over the training rows
   */
  record Term(String source, String sql, double mean) {}

  /** Learns from training rows; one pass over them for numbers and one for text. */
  static Encoding of(Dataset<Row> rows, List<Input> inputs) {
    Map<String, String> leftOut = new LinkedHashMap<>();
    Row numbers = numbers(rows, inputs);
    long all = numbers.getLong(0);
    Map<String, List<Row>> texts = texts(rows, inputs, all);
    List<Term> terms = new ArrayList<>();
    int place = 1;
    for (Input input : inputs) {
      List<Term> own;
      if (input.isText()) {
        own = ofText(input, texts.getOrDefault(input.column(), List.of()), all);
      } else {
        own = ofNumber(input, numbers, place, all);
        place += 4;
      }
      if (own.isEmpty()) {
        leftOut.put(input.column(), "the same in all rows, or too many values that are rare");
      }
      terms.addAll(own);
    }
    return new Encoding(List.copyOf(terms), leftOut);
  }

  /** A number that is not one, or has no end, is missing. */
  private static String finite(Input input) {
    String number = "cast(" + input.quoted() + " as double)";
    return "if(abs(%1$s) < double('Infinity'), %1$s, null)".formatted(number);
  }

  private static Row numbers(Dataset<Row> rows, List<Input> inputs) {
    List<Column> sums = new ArrayList<>();
    for (Input input : inputs) {
      if (!input.isText()) {
        String number = finite(input);
        sums.add(expr("count(" + number + ")"));
        sums.add(expr("avg(" + number + ")"));
        sums.add(expr("min(" + number + ")"));
        sums.add(expr("max(" + number + ")"));
      }
    }
    Dataset<Row> one = rows.agg(count(lit(1)), sums.toArray(Column[]::new));
    return BoundedCollect.rows(one, 1).get(0);
  }

  private static Map<String, List<Row>> texts(Dataset<Row> rows, List<Input> inputs, long all) {
    Column[] texts =
        inputs.stream()
            .filter(Input::isText)
            .map(input -> struct(lit(input.column()).as(NAME), expr(text(input)).as(TEXT)))
            .toArray(Column[]::new);
    Map<String, List<Row>> byColumn = new LinkedHashMap<>();
    if (texts.length > 0) {
      double least = Math.max(LEAST_ROWS, LEAST_SHARE * all);
      Dataset<Row> counts =
          rows.select(explode(array(texts)).as(TEXT))
              .groupBy(col(TEXT).getField(NAME).as(NAME), col(TEXT).getField(TEXT).as(TEXT))
              .agg(count(lit(1)).as(ROWS))
              .where(col(ROWS).geq(least));
      int most = texts.length * (int) Math.ceil(1 / LEAST_SHARE);
      for (Row row : BoundedCollect.rows(counts, most)) {
        byColumn.computeIfAbsent(row.getString(0), name -> new ArrayList<>()).add(row);
      }
    }
    return byColumn;
  }

  private static String text(Input input) {
    return "coalesce(cast(" + input.quoted() + " as string), '" + MISSING + "')";
  }

  private static List<Term> ofNumber(Input input, Row sums, int place, long all) {
    long known = sums.getLong(place);
    List<Term> terms = new ArrayList<>();
    boolean differs = known > 0 && sums.getDouble(place + 2) < sums.getDouble(place + 3);
    if (differs) {
      double mean = sums.getDouble(place + 1);
      terms.add(
          new Term(
              input.column(), "coalesce(%s, double('%s'))".formatted(finite(input), mean), mean));
    }
    if (known > 0 && known < all) {
      double share = 1 - (double) known / all;
      terms.add(new Term(input.column(), flag(finite(input) + " is null"), share));
    }
    return terms;
  }

  private static List<Term> ofText(Input input, List<Row> counts, long all) {
    List<Row> frequent = new ArrayList<>(counts);
    frequent.sort(Comparator.comparing(row -> row.getString(1)));
    boolean isConstant = frequent.size() == 1 && frequent.get(0).getLong(2) == all;
    List<Term> terms = new ArrayList<>();
    if (!isConstant) {
      for (Row value : frequent) {
        String is = text(input) + " = " + literal(value.getString(1));
        terms.add(new Term(input.column(), flag(is), (double) value.getLong(2) / all));
      }
    }
    return terms;
  }

  private static String flag(String condition) {
    return "if(" + condition + ", 1d, 0d)";
  }

  /** As hexadecimal bytes, which no character in it can end. */
  private static String literal(String text) {
    StringBuilder hex = new StringBuilder();
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      hex.append(String.format("%02X", b));
    }
    return "decode(X'" + hex + "', 'UTF-8')";
  }

  /** The stages that add {@link #VECTOR} to rows; rows have all columns of the inputs. */
  PipelineModel stages() {
    StringBuilder select = new StringBuilder("SELECT *");
    String[] names = new String[terms.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = "term_" + i;
      select.append(", ").append(terms.get(i).sql()).append(" AS ").append(names[i]);
    }
    SQLTransformer numbers = new SQLTransformer().setStatement(select + " FROM __THIS__");
    VectorAssembler vector = new VectorAssembler().setInputCols(names).setOutputCol(VECTOR);
    return new PipelineModel("encoding", List.of(numbers, vector));
  }

  /** The mean of each number over the training rows. */
  double[] means() {
    return terms.stream().mapToDouble(Term::mean).toArray();
  }

  /** Sums over the numbers of each source column. */
  Map<String, Double> bySource(double[] contributions) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int i = 0; i < contributions.length; i++) {
      sums.merge(terms.get(i).source(), contributions[i], Double::sum);
    }
    return sums;
  }
}
