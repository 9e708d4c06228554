package clientele.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.ascii;
import static org.apache.spark.sql.functions.btrim;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import clientele.settings.SourceContract.Field;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A source value brought to its canonical type, with the reason why that failed.
 *
 * <p>To be evaluated in a session without ANSI mode: a value that cannot be converted is null
 * there, and here it gets a reason. Numbers are examined before the cast, because a cast turns NaN
 * into null without a word.
 *
 * @param value the canonical value; null where missing or bad
 * @param reason code such as {@code missing_customer_id}; null where all is well
 */
record Canonical(Column value, Column reason) {
  /** An end may lie as far ahead as its writer likes. */
  private static final Set<String> OPEN_ENDED = Set.of("ended_on", "trial_until", "cancelled_on");

  /** Holds the digits of any double that fits into an amount, so that it is rounded once. */
  private static final String ALL_DIGITS = "decimal(38,20)";

  private static final String WHITE_SPACE = " \t\r\n";
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2199;

  /**
   * @param raw what the mapping expression gives
   * @param type its type
   */
  static Canonical of(Field field, Column raw, DataType type) {
    Canonical canonical =
        switch (field.kind()) {
          case TEXT -> text(raw);
          case NUMBER -> number(field, raw, type);
          case DATE_OR_TIME -> time(field, raw, type);
          case BOOLEAN -> bool(field, raw, type);
        };
    if (!field.isRequired()) {
      return canonical;
    }
    Column missing = canonical.reason.isNull().and(canonical.value.isNull());
    return new Canonical(
        canonical.value, when(missing, lit("missing_" + field.name())).otherwise(canonical.reason));
  }

  /** Kept byte for byte; blank is missing. */
  private static Canonical text(Column raw) {
    Column text = raw.cast("string");
    // Hardly a text begins with white space, and to trim all of them is dear.
    Column isSomething =
        ascii(text).gt(lit((int) ' ')).or(btrim(text, lit(WHITE_SPACE)).notEqual(""));
    return new Canonical(when(isSomething, text), none());
  }

  private static Canonical number(Field field, Column raw, DataType type) {
    DataType target = DataType.fromDDL(field.type());
    if (type.equals(target)) {
      return new Canonical(raw, none());
    }
    boolean isText = type.equals(DataTypes.StringType);
    boolean isFloating = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
    Column given = isText ? when(trim(raw).notEqual(""), trim(raw)) : raw;
    Column approximate = given.cast("double");
    Column notFinite = isnan(approximate).or(abs(approximate).equalTo(Double.POSITIVE_INFINITY));
    // The digits of a double or a float are those it prints, so 1.995 becomes 2.00.
    Column printed = type.equals(DataTypes.FloatType) ? given.cast("string") : given;
    Column exact = isText || isFloating ? printed.cast(ALL_DIGITS) : given;
    Column value = exact.cast(target);
    boolean isInteger = target.equals(DataTypes.IntegerType);
    // A decimal that does not fit is null, an integer would be another number.
    Column tooBig = isInteger ? abs(approximate).gt(Integer.MAX_VALUE) : value.isNull();
    Column fraction =
        isInteger ? approximate.notEqual(floor(approximate).cast("double")) : lit(false);
    Column reason = when(given.isNull(), none());
    if (isText || isFloating) {
      reason =
          reason
              .when(approximate.isNull(), lit("bad_" + field.name()))
              .when(notFinite, lit("not_finite_" + field.name()));
    }
    reason =
        reason
            .when(tooBig, lit("too_big_" + field.name()))
            .when(fraction, lit("not_whole_" + field.name()));
    return new Canonical(when(reason.isNull(), value), reason);
  }

  private static Canonical time(Field field, Column raw, DataType type) {
    boolean isText = type.equals(DataTypes.StringType);
    Column given = isText ? when(trim(raw).notEqual(""), trim(raw)) : raw;
    // Spark takes a time without a date for one of today.
    Column dated = isText ? when(given.rlike("^\\d{4}"), given) : given;
    // Of text with an hour and a zone, the day is that of the instant, not the one in the text.
    Column value = (isText ? dated.cast("timestamp") : dated).cast(field.type());
    int lastYear = OPEN_ENDED.contains(field.name()) ? 9999 : LAST_YEAR;
    Column first = lit(FIRST_YEAR + "-01-01").cast(field.type());
    // A date takes the day of it.
    Column last = lit(lastYear + "-12-31 23:59:59.999999").cast(field.type());
    Column reason =
        when(given.isNull(), none())
            .when(value.isNull(), lit("bad_" + field.name()))
            .when(not(value.between(first, last)), lit("implausible_" + field.name()));
    return new Canonical(when(reason.isNull(), value), reason);
  }

  private static Canonical bool(Field field, Column raw, DataType type) {
    boolean isText = type.equals(DataTypes.StringType);
    Column given = isText ? when(trim(raw).notEqual(""), lower(trim(raw))) : raw;
    Column value = given.cast("boolean");
    Column bad = given.isNotNull().and(value.isNull());
    return new Canonical(value, when(bad, lit("bad_" + field.name())));
  }

  private static Column none() {
    return lit(null).cast("string");
  }
}
