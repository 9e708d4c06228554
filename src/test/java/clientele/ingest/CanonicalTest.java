package clientele.ingest;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;

import clientele.settings.SourceContract;
import clientele.settings.SourceContract.Field;
import clientele.settings.SourceName;
import clientele.testing.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class CanonicalTest {
  private final SparkSession lenient;

  CanonicalTest(SparkSession spark) {
    this.lenient = LenientSession.of(spark);
  }

  /** What becomes of each value of an inline table. */
  private Dataset<Row> of(SourceName source, String column, String values) {
    Field field = SourceContract.of(source).field(column).orElseThrow();
    Dataset<Row> raw = lenient.sql("SELECT * FROM VALUES " + values + " AS t(name, raw)");
    Canonical canonical = Canonical.of(field, col("raw"), raw.schema().apply("raw").dataType());
    return raw.select(
        col("name"), canonical.value().cast("string").as("value"), canonical.reason().as("reason"));
  }

  @Test
  void doublesThatAreNoAmountGetAReason() {
    assertThat(
            of(
                SourceName.ORDERS,
                "amount",
                """
                ('nan', double('NaN')), ('inf', double('Infinity')), ('-inf', double('-Infinity')),
                ('1e30', 1e30D), ('1e16', 1e16D), ('half', 1.995D), ('even', 2.675D),
                ('neg', -1.995D), ('none', CAST(NULL AS DOUBLE)), ('tiny', 1e-320D),
                ('most', 9999999999999998D)
                """))
        .hasRows(
            """
            name | value                  | reason
            nan  |                        | not_finite_amount
            inf  |                        | not_finite_amount
            -inf |                        | not_finite_amount
            1e30 |                        | too_big_amount
            1e16 |                        | too_big_amount
            half | 2.00                   |
            even | 2.68                   |
            neg  | -2.00                  |
            none |                        | missing_amount
            tiny | 0.00                   |
            most | 9999999999999998.00    |
            """);
  }

  @Test
  void aFloatIsWhatItPrints() {
    assertThat(
            of(
                SourceName.ORDERS,
                "amount",
                "('even', float(2.675)), ('nan', float('NaN')), ('big', float(1e30)),"
                    + " ('ten', float(1e10))"))
        .hasRows(
            """
            name | value          | reason
            even | 2.68           |
            nan  |                | not_finite_amount
            big  |                | too_big_amount
            ten  | 10000000000.00 |
            """);
  }

  @Test
  void textIsReadAsANumberOrGetsAReason() {
    assertThat(
            of(
                SourceName.ORDERS,
                "amount",
                """
                ('nan', 'NaN'), ('inf', 'Infinity'), ('big', '1e30'), ('half', ' 1.995 '),
                ('exp', '1.5e2'), ('comma', '1,50'), ('word', 'free'), ('blank', '  '),
                ('long', '9999999999999999.99'), ('over', '9999999999999999.995'),
                ('digits', '1.9949999999999999')
                """))
        .hasRows(
            """
            name   | value               | reason
            nan    |                     | not_finite_amount
            inf    |                     | not_finite_amount
            big    |                     | too_big_amount
            half   | 2.00                |
            exp    | 150.00              |
            comma  |                     | bad_amount
            word   |                     | bad_amount
            blank  |                     | missing_amount
            long   | 9999999999999999.99 |
            over   |                     | too_big_amount
            digits | 1.99                |
            """);
  }

  @Test
  void decimalsAreRoundedHalfUp() {
    assertThat(
            of(
                SourceName.ORDERS,
                "amount",
                "('up', 0.005BD), ('down', -0.005BD), ('less', 0.00499999BD),"
                    + " ('big', 99999999999999999999.9BD)"))
        .hasRows(
            """
            name | value | reason
            up   | 0.01  |
            down | -0.01 |
            less | 0.00  |
            big  |       | too_big_amount
            """);
  }

  @Test
  void aScoreIsAWholeNumber() {
    assertThat(
            of(
                SourceName.NPS_RESPONSES,
                "score",
                "('half', 9.5D), ('whole', 9.0D), ('huge', 3e9D), ('none', CAST(NULL AS DOUBLE))"))
        .hasRows(
            """
            name  | value | reason
            half  |       | not_whole_score
            whole | 9     |
            huge  |       | too_big_score
            none  |       | missing_score
            """);
    assertThat(of(SourceName.NPS_RESPONSES, "score", "('half', '9.5'), ('whole', '9')"))
        .hasRows(
            """
            name  | value | reason
            half  |       | not_whole_score
            whole | 9     |
            """);
  }

  @Test
  void idsAreKeptByteForByteAndBlankOnesAreMissing() {
    assertThat(
            of(
                    SourceName.ORDERS,
                    "customer_id",
                    """
                ('trailing', 'a '), ('leading', ' a'), ('zeros', '007'), ('case', 'Ab'),
                ('blank', '   '), ('tab', '\\t'), ('empty', ''), ('none', NULL),
                ('nul', concat('a', char(0)))
                """)
                .selectExpr("name", "hex(value) AS hex", "reason"))
        .hasRows(
            """
            name     | hex    | reason
            trailing | 6120   |
            leading  | 2061   |
            zeros    | 303037 |
            case     | 4162   |
            blank    |        | missing_customer_id
            tab      |        | missing_customer_id
            empty    |        | missing_customer_id
            none     |        | missing_customer_id
            nul      | 6100   |
            """);
    assertThat(of(SourceName.ORDERS, "customer_id", "('int', 17)"))
        .hasRows(
            """
            name | value | reason
            int  | 17    |
            """);
  }

  @Test
  void datesThatNoBusinessHasGetAReason() {
    assertThat(
            of(
                SourceName.ORDERS,
                "ordered_at",
                """
                ('year 1', timestamp'0001-01-01 00:00:00'),
                ('1582', timestamp'1582-10-10 00:00:00'),
                ('1969', timestamp'1969-12-31 23:59:59'), ('1970', timestamp'1970-01-01 00:00:00'),
                ('2199', timestamp'2199-12-31 23:59:59'), ('9999', timestamp'9999-12-31 00:00:00')
                """))
        .hasRows(
            """
            name   | value               | reason
            year 1 |                     | implausible_ordered_at
            1582   |                     | implausible_ordered_at
            1969   |                     | implausible_ordered_at
            1970   | 1970-01-01 00:00:00 |
            2199   | 2199-12-31 23:59:59 |
            9999   |                     | implausible_ordered_at
            """);
    assertThat(of(SourceName.SUBSCRIPTIONS, "ended_on", "('open', date'9999-12-31')"))
        .hasRows(
            """
            name | value      | reason
            open | 9999-12-31 |
            """);
  }

  @Test
  void textIsReadAsADateOrGetsAReason() {
    assertThat(
            of(
                SourceName.ORDERS,
                "ordered_at",
                """
                ('date', '2024-02-29'), ('zone', '2024-01-31T23:00:00-02:00'),
                ('none', '2023-02-29'), ('hour', '25:61'), ('time', '12:30'), ('words', 'now'),
                ('slash', '31/01/2024'), ('blank', ' ')
                """))
        .hasRows(
            """
            name  | value               | reason
            date  | 2024-02-29 00:00:00 |
            zone  | 2024-02-01 01:00:00 |
            none  |                     | bad_ordered_at
            hour  |                     | bad_ordered_at
            time  |                     | bad_ordered_at
            words |                     | bad_ordered_at
            slash |                     | bad_ordered_at
            blank |                     | missing_ordered_at
            """);
  }

  @Test
  void consentIsAWordForYesOrNo() {
    assertThat(
            of(
                SourceName.CUSTOMERS,
                "consent_marketing",
                "('yes', ' Yes '), ('no', 'N'), ('one', '1'), ('maybe', 'maybe'), ('blank', '')"))
        .hasRows(
            """
            name  | value | reason
            yes   | true  |
            no    | false |
            one   | true  |
            maybe |       | bad_consent_marketing
            blank |       |
            """);
  }
}
