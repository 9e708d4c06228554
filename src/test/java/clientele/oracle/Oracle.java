package clientele.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A second, independent computation of the tables: the DuckDB scripts of {@code bench/duckdb}, run
 * in memory over relations that the test defines.
 *
 * <pre>{@code
 * try (Oracle oracle = Oracle.open()) {
 *   oracle.define("ledger_orders", "SELECT ...");
 *   oracle.variable("d", "DATE '2024-05-15'");
 *   oracle.compute();
 *   oracle.parquet("actual", files);
 *   CellDiff.compare(oracle, "churn_monthly", "actual", keys, columns).assertSame();
 * }
 * }</pre>
 */
public final class Oracle implements AutoCloseable {
  /** The scripts in the order that their tables need. */
  private static final List<String> SCRIPTS =
      List.of(
          "settings.sql",
          "customer_month.sql",
          "category_orders.sql",
          "subscription_month.sql",
          "dimensions.sql",
          "customer.sql",
          "subscription_spell.sql",
          "subscription_churn.sql",
          "subscription_retention.sql",
          "subscription_survival.sql",
          "churn_monthly.sql",
          "cohort_retention.sql",
          "monthly_revenue.sql",
          "mrr_movement.sql",
          "nps.sql",
          "kpi.sql",
          "orientation.sql");

  private static final Path FOLDER = Path.of("bench", "duckdb");

  private final Connection connection;

  private Oracle(Connection connection) {
    this.connection = connection;
  }

  /** Opens an oracle whose input relations are all empty. */
  public static Oracle open() {
    try {
      Oracle oracle = new Oracle(DriverManager.getConnection("jdbc:duckdb:"));
      oracle.execute("SET threads = 2");
      oracle.execute("SET TimeZone = 'UTC'");
      oracle.run("inputs.sql");
      return oracle;
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  /** Makes a view of this name, in place of an earlier one. */
  public void define(String name, String sql) {
    execute("CREATE OR REPLACE VIEW " + identifier(name) + " AS " + sql);
  }

  /**
   * Gives an input relation the rows of a query, found by column name; columns that the query lacks
   * are null.
   */
  public void load(String name, String query) {
    String rows = identifier(name + "_rows");
    execute(
        "CREATE OR REPLACE TABLE %s AS SELECT * FROM %s LIMIT 0".formatted(rows, identifier(name)));
    execute("INSERT INTO " + rows + " BY NAME " + query);
    define(name, "FROM " + rows);
  }

  /**
   * Gives an input relation the rows of a SQL VALUES list.
   *
   * @param columns names separated by commas
   */
  public void rows(String name, String columns, String values) {
    load(name, "FROM (VALUES %s) AS t(%s)".formatted(values, columns));
  }

  /**
   * Makes a view of this name over Parquet files, for instance the live files of a Delta table;
   * columns that stand in folder names only (month=2024-05-01) are read from there.
   */
  public void parquet(String name, List<Path> files) {
    String list =
        files.stream().map(file -> literal(file.toString())).collect(Collectors.joining(", "));
    define(name, "FROM read_parquet([" + list + "], hive_partitioning = true)");
  }

  /** Sets a variable that the scripts read, as {@code variable("d", "DATE '2024-05-15'")}. */
  public void variable(String name, String sqlLiteral) {
    execute("SET VARIABLE " + identifier(name) + " = " + sqlLiteral);
  }

  /** Runs one script of {@code bench/duckdb}, named by its file. */
  public void run(String sqlFile) {
    try {
      execute(Files.readString(FOLDER.resolve(sqlFile)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs every script: afterwards all tables are there. */
  public void compute() {
    SCRIPTS.forEach(this::run);
  }

  /** Runs statements that have no result. */
  public void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + sql, e);
    }
  }

  /** The rows of a query, each value as DuckDB prints it and null as "null". */
  public List<List<String>> query(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not close", e);
    }
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
