package clientele.job;

import static clientele.catalogue.Vocabulary.AS_OF;
import static clientele.catalogue.Vocabulary.TABLE_NAME;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.io.PastPublication;
import clientele.io.RunSession;
import clientele.settings.SourceName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The published cells that the present run shows otherwise.
 *
 * <p>On the first run of a date, cells of periods that were over are compared with the business
 * date published before; when the date is run again, all its cells with what it has shown first.
 * What was shown first is carried on in gold.restatement itself, so that a rerun without new rows,
 * settings or program lists the same.
 */
final class Restatement {
  private static final String ERASURES = "ops.erasure";

  private final RunSession session;
  private final RunContext context;
  private final List<PastPublication> past;
  private final Map<PastPublication, Map<String, Evidence>> evidence = new HashMap<>();

  private Restatement(RunSession session, RunContext context) {
    this.session = session;
    this.context = context;
    this.past = session.pastPublications();
  }

  /**
   * The rows of gold.restatement of the business date; empty: they stand as they are.
   *
   * @param written tables that the run has written
   */
  static Optional<Dataset<Row>> rows(RunSession session, RunContext context, List<Table> written) {
    Restatement restatement = new Restatement(session, context);
    List<Table> covered = written.stream().filter(RestatedCells::covers).toList();
    return restatement.past.isEmpty() ? Optional.empty() : restatement.rows(covered);
  }

  private Optional<Dataset<Row>> rows(List<Table> covered) {
    LocalDate date = context.businessDate();
    Dataset<Row> listed = session.store().read(Tables.RESTATEMENT);
    Dataset<Row> figures = RestatedCells.listed(listed, date);
    List<Causes> causes = new ArrayList<>();
    for (Table table : covered) {
      Optional<PastPublication> shown = shown(table).filter(past -> isCompared(table, past));
      if (shown.isPresent()) {
        Causes found = causes(table, shown.get());
        if (!found.isEmpty()) {
          causes.add(found);
          figures = figures.unionByName(figures(table, shown.get()));
        }
      }
    }
    if (causes.isEmpty()) {
      return Optional.empty();
    }
    Dataset<Row> rows =
        Causes.rows(session.store().spark(), causes, context.settings().cancellationWindowDays());
    Object[] compared = causes.stream().map(one -> one.table().fullName()).toArray();
    Dataset<Row> kept =
        listed
            .where(AS_OF.col().equalTo(lit(date)).and(not(TABLE_NAME.col().isin(compared))))
            .select(Tables.RESTATEMENT.selectOwn());
    return Optional.of(RestatedCells.changed(figures, rows, date).unionByName(kept));
  }

  /** The publication in which a table was last written for this date, or for the newest before. */
  private Optional<PastPublication> shown(Table table) {
    if (session.published().version(table.fullName()) < 0) {
      return Optional.empty();
    }
    TreeMap<LocalDate, PastPublication> writers = new TreeMap<>();
    long version = -1;
    for (PastPublication publication : past) {
      if (publication.version(table) != version) {
        writers.put(publication.asOf(), publication);
        version = publication.version(table);
      }
    }
    return Optional.ofNullable(writers.floorEntry(context.businessDate())).map(Map.Entry::getValue);
  }

  /** What has no period alters with every date: only the same date shows it again. */
  private boolean isCompared(Table table, PastPublication shown) {
    return RestatedCells.hasPeriod(table) || isSameDate(shown);
  }

  private boolean isSameDate(PastPublication shown) {
    return shown.asOf().equals(context.businessDate());
  }

  private Dataset<Row> figures(Table table, PastPublication shown) {
    Dataset<Row> rows = session.store().read(table);
    Dataset<Row> present = slice(rows, context.businessDate());
    int grace = context.settings().subscriptions().graceDays();
    if (!isSameDate(shown)) {
      // The slice of the earlier date stands beside the present one.
      return RestatedCells.present(table, present, grace)
          .unionByName(RestatedCells.shownEarlier(table, slice(rows, shown.asOf()), grace));
    }
    long version = session.published().version(table.fullName());
    Dataset<Row> before = slice(session.store().read(table, version), shown.asOf());
    return RestatedCells.present(table, present, grace)
        .unionByName(RestatedCells.shownBefore(table, before, grace));
  }

  private static Dataset<Row> slice(Dataset<Row> rows, LocalDate date) {
    return rows.where(AS_OF.col().equalTo(lit(date)));
  }

  private Causes causes(Table table, PastPublication shown) {
    Map<String, Evidence> found = new TreeMap<>(evidence.computeIfAbsent(shown, this::byOrigin));
    found.keySet().retainAll(Origins.of(table).stream().map(Table::name).toList());
    Optional<Table> erasures = Tables.named(ERASURES);
    boolean erased =
        erasures.isPresent()
            && session.store().version(erasures.get()) != shown.version(erasures.get());
    return new Causes(
        table,
        found,
        Origins.counted(table, context.settings()),
        erased,
        !shown.settingsHash().equals(context.settings().hash()),
        !shown.codeVersion().equals(RunSession.codeVersion()),
        isSameDate(shown) ? Causes.Comparison.SAME_DATE : Causes.Comparison.EARLIER_DATE);
  }

  /** What has happened to the sources since, by the silver table that each makes. */
  private Map<String, Evidence> byOrigin(PastPublication shown) {
    String books = context.settings().books().key();
    Map<String, Evidence> found = new HashMap<>();
    bySource(shown)
        .forEach(
            (source, told) -> {
              if (!told.isEmpty()) {
                // Lines make orders if none are read.
                found.put(source.equals(books) ? Tables.ORDERS_TABLE.name() : source, told);
              }
            });
    return found;
  }

  private Map<String, Evidence> bySource(PastPublication shown) {
    long accounts = session.store().version(Tables.INGEST_ACCOUNT);
    if (isSameDate(shown) && accounts == shown.version(Tables.INGEST_ACCOUNT)) {
      return Map.of(); // No file has come since, and no day has passed.
    }
    List<String> runs =
        Stream.concat(
                past.stream()
                    .filter(later -> later.publication() > shown.publication())
                    .map(PastPublication::runId),
                Stream.of(session.runId()))
            .toList();
    Map<Table, String> events = new LinkedHashMap<>();
    Map.of(
            Tables.ORDERS_TABLE, context.settings().books().key(),
            Tables.REFUNDS_TABLE, context.settings().books().key(),
            Tables.NPS_RESPONSES_TABLE, SourceName.NPS_RESPONSES.key())
        .forEach(
            (table, source) -> {
              if (session.store().version(table) > 0) {
                events.put(table, source);
              }
            });
    return Evidence.bySource(
        session.store()::read,
        events,
        context.settings().books().key(),
        shown.asOf(),
        runs,
        context.businessDate());
  }
}
