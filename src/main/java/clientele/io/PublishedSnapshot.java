package clientele.io;

import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.error.ClienteleException;
import clientele.error.Errors;
import clientele.settings.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.jdk.javaapi.CollectionConverters;

/** What readers see: the tables at the versions of the newest publication. */
public final class PublishedSnapshot {
  private static final Pattern TABLE_NAME =
      Pattern.compile("\\b(silver|gold|ops)\\s*\\.\\s*(\\w+)", Pattern.CASE_INSENSITIVE);

  private final SparkSession spark;
  private final TableStore store;
  private final Publication publication;

  private PublishedSnapshot(SparkSession spark, TableStore store, Publication publication) {
    this.spark = spark;
    this.store = store;
    this.publication = publication;
  }

  /**
   * The newest publication.
   *
   * @throws clientele.error.ClienteleException.UsageException if there is none yet
   */
  public static PublishedSnapshot open(SparkSession spark, Settings settings) {
    Publication publication = require(settings);
    Storage storage = Storage.of(settings.warehouse());
    return new PublishedSnapshot(
        spark, new TableStore(spark, storage, settings.publicationRetention()), publication);
  }

  /**
   * The newest publication; needs no Spark.
   *
   * @throws clientele.error.ClienteleException.UsageException if there is none yet
   */
  public static Publication require(Settings settings) {
    Publication publication = RunSession.current(Storage.of(settings.warehouse()));
    if (publication.publication() == 0) {
      throw Errors.nothingPublished(settings.warehouse());
    }
    return publication;
  }

  /**
   * Rows of a table, none where nothing was written yet; of gold tables those of one business date.
   */
  public Dataset<Row> table(Table table, LocalDate date) {
    Dataset<Row> rows = whole(table);
    return table.slice() == Slice.AS_OF
        ? rows.where(rows.col("as_of").equalTo(org.apache.spark.sql.functions.lit(date)))
        : rows;
  }

  /** Newest business date that is published. */
  public LocalDate newestDate() {
    return publication.dates().get(publication.dates().size() - 1);
  }

  /**
   * Rows of a query in which tables stand as {@code gold.nps}.
   *
   * @throws clientele.error.ClienteleException.UsageException if a table is unknown, or the query
   *     is wrong
   */
  public Dataset<Row> query(String sql) {
    try {
      if (writes(parsed(sql))) {
        throw Errors.notAQuery(sql);
      }
      Matcher names = TABLE_NAME.matcher(sql);
      while (names.find()) {
        // What is none of the tables may be a word in a text; if not, Spark will miss it.
        Tables.named(names.group(1) + "." + names.group(2)).ifPresent(this::define);
      }
      return spark.sql(sql);
    } catch (Exception e) { // Scala's checked exceptions among them: a parse or analysis error.
      throw failed(sql, e);
    }
  }

  /** The failure of a query that was written wrongly; any other as it is. */
  public static RuntimeException failed(String sql, Exception failure) {
    if (failure instanceof ClienteleException known) {
      return known;
    }
    if (failure instanceof SparkThrowable told && told.getCondition() != null) {
      if (told.getCondition().startsWith("TABLE_OR_VIEW_NOT_FOUND")) {
        String name = told.getMessageParameters().get("relationName").replace("`", "");
        return Errors.unknownTable(name, Tables.names().toList());
      }
      return Errors.badQuery(sql, failure);
    }
    return failure instanceof RuntimeException other ? other : Errors.badQuery(sql, failure);
  }

  private LogicalPlan parsed(String sql) throws Exception {
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .sessionState()
        .sqlParser()
        .parsePlan(sql);
  }

  /** Whether any part of a statement does more than read. */
  private static boolean writes(LogicalPlan plan) {
    boolean reads =
        plan instanceof ExplainCommand
            || plan.getClass().getSimpleName().matches("(Show|Describe).*");
    if (reads) {
      return false;
    }
    return plan instanceof Command
        || plan instanceof ParsedStatement
        || CollectionConverters.asJava(plan.children()).stream()
            .anyMatch(PublishedSnapshot::writes);
  }

  private void define(Table table) {
    spark.sql("CREATE SCHEMA IF NOT EXISTS " + table.layer().folder());
    spark.sql(
        "CREATE OR REPLACE VIEW %s AS SELECT * FROM %s".formatted(table.fullName(), source(table)));
  }

  /** The published version in SQL; a table that nothing was written to yet has no rows. */
  private String source(Table table) {
    long version = version(table);
    if (version >= 0) {
      String path = store.path(table).replace("`", "``");
      return "delta.`%s` VERSION AS OF %d".formatted(path, version);
    }
    return table.columns().stream()
        .map(column -> "CAST(NULL AS %s) AS `%s`".formatted(column.type().sql(), column.name()))
        .collect(Collectors.joining(", ", "(SELECT ", ") WHERE false"));
  }

  private Dataset<Row> whole(Table table) {
    long version = version(table);
    if (version < 0) {
      return spark.createDataFrame(List.of(), table.schema());
    }
    return store.read(table, version);
  }

  /** Logs are read as they stand: they hold the failed runs too. */
  private long version(Table table) {
    return table.slice() == Slice.LOG
        ? store.version(table)
        : publication.version(table.fullName());
  }
}
