package clientele.generate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import clientele.generate.Break.Scope;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What breaks a share of the rows of a source, and the ledger of what it broke.
 *
 * <p>Whether and how a row is broken is a hash of the seed and its key; the kinds of a source are
 * equally frequent. A broken key is broken in one way only.
 */
final class Dirt {
  private static final String KIND = "dirt_kind";
  private static final String KEY = "dirt_key";
  private static final String COPY = "dirt_copy";
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final long GRAIN = 1_000_000_000L;

  private final Breaks.Of breaks;
  private final double share;
  private final long seed;

  private Dirt(Breaks.Of breaks, double share, long seed) {
    this.breaks = breaks;
    this.share = share;
    this.seed = seed;
  }

  static Dirt of(SourceTable source, GeneratorOptions options) {
    return new Dirt(Breaks.of(source.name()), options.dirtyShare(), options.seed());
  }

  /**
   * The source with its breaks. The last partition holds what belongs into a later file: Spark
   * names files by partition, so its path is the last.
   */
  Dataset<Row> applied(Dataset<Row> clean) {
    Dataset<Row> marked = marked(clean);
    Column copies =
        when(kindIn(Scope.TWIN), array(lit(FIRST), lit(SECOND))).otherwise(array(lit(FIRST)));
    Dataset<Row> first = changed(marked.withColumn(COPY, explode(copies)), clean.columns());
    Dataset<Row> laterCopies = marked.where(kindIn(Scope.LATER)).withColumn(COPY, lit(SECOND));
    Dataset<Row> later = changed(laterCopies, clean.columns()).repartition(1);
    return first.union(later);
  }

  /** One row per broken key; {@code rows} is how many rows of the key were written. */
  Dataset<Row> ledger(Dataset<Row> clean) {
    Column rows = when(kindIn(Scope.ROW), FIRST).otherwise(SECOND);
    Column fate = chosen(each -> lit(each.fate().name().toLowerCase(Locale.ROOT)));
    return marked(clean)
        .where(col(KIND).isNotNull())
        .select(
            lit(breaks.source()).as("source"),
            col(KIND).as("kind"),
            fate.as("fate"),
            col(KEY).as("key"),
            rows.as("rows"));
  }

  private Dataset<Row> marked(Dataset<Row> clean) {
    Column[] key = breaks.key().stream().map(functions::col).toArray(Column[]::new);
    Column[] hashed =
        Stream.concat(Stream.of(lit(seed), lit(breaks.source())), Arrays.stream(key))
            .toArray(Column[]::new);
    Column draw = pmod(xxhash64(hashed), lit(GRAIN)).divide(lit((double) GRAIN));
    Column[] kinds = breaks.breaks().stream().map(each -> lit(each.kind())).toArray(Column[]::new);
    Column choice = floor(draw.divide(lit(share)).multiply(lit(kinds.length))).plus(1);
    Column kind = element_at(array(kinds), choice.cast("int"));
    return clean.withColumn(KIND, when(draw.lt(share), kind)).withColumn(KEY, concat_ws("|", key));
  }

  /** The columns of the source, loosened, and changed where the kind says so. */
  private Dataset<Row> changed(Dataset<Row> copies, String[] columns) {
    Dataset<Row> loosened = copies;
    for (String column : breaks.loosened().keySet()) {
      loosened = loosened.withColumn(column, expr(breaks.loosened().get(column)));
    }
    return loosened.select(Arrays.stream(columns).map(this::changedColumn).toArray(Column[]::new));
  }

  private Column changedColumn(String column) {
    Column result = col(column);
    for (Break each : breaks.breaks()) {
      if (each.changes().containsKey(column)) {
        int copy = each.scope() == Scope.ROW ? FIRST : SECOND;
        Column applies = col(KIND).equalTo(each.kind()).and(col(COPY).equalTo(copy));
        result = when(applies, expr(each.changes().get(column))).otherwise(result);
      }
    }
    return result.as(column);
  }

  private Column kindIn(Scope scope) {
    Object[] kinds =
        breaks.breaks().stream().filter(each -> each.scope() == scope).map(Break::kind).toArray();
    return col(KIND).isin(kinds);
  }

  private Column chosen(Function<Break, Column> value) {
    Column result = lit(null).cast("string");
    for (Break each : breaks.breaks()) {
      result = when(col(KIND).equalTo(each.kind()), value.apply(each)).otherwise(result);
    }
    return result;
  }
}
