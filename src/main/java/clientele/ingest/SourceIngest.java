package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.error.Errors;
import clientele.io.SourceFile;
import clientele.io.SourceFiles;
import clientele.job.BoundedCollect;
import clientele.job.RunContext;
import clientele.job.Workspace;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import clientele.settings.SourceSettings.Format;
import clientele.settings.SourceSettings.IdenticalRows;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;

/** Takes in one source: its new files, or all of them where the folder is the truth. */
final class SourceIngest {
  private static final String[] HASH = {KeyResolution.HASH};
  private static final int MOST_DAYS = 1_000_000;

  private final Workspace workspace;
  private final RunContext context;
  private final SourceSettings settings;
  private final SilverSource source;
  private final KeyResolution keys;
  private final Rates rates;

  SourceIngest(Workspace workspace, RunContext context, SourceSettings settings, Rates rates) {
    this.workspace = workspace;
    this.context = context;
    this.settings = settings;
    this.source = SilverSource.of(settings.name());
    this.keys = new KeyResolution(source);
    this.rates = rates;
  }

  /** Reads what is new; nothing if there is nothing. */
  Optional<Result> run(KnownFiles known) {
    SourceFiles files = new SourceFiles(workspace.spark(), settings);
    IngestPlan plan =
        IngestPlan.of(known, files, settings, context.settings(), context.businessDate());
    if (plan.toRead().isEmpty()) {
      workspace.log(settings.name(), Account.none().counts(), "nothing new");
      return Optional.empty();
    }
    context
        .progress()
        .accept("    %s: %,d files".formatted(settings.name().key(), plan.toRead().size()));
    try {
      return Optional.of(take(files, plan));
    } catch (Exception e) { // SparkException is no RuntimeException, though Scala throws it so.
      Optional<String> broken = ReadFailure.in(e).flatMap(plan::fileAt);
      if (broken.isPresent()) {
        throw Errors.unreadableFile(settings.name().key(), broken.get(), e);
      }
      throw e;
    }
  }

  private Result take(SourceFiles files, IngestPlan plan) {
    Dataset<Row> staged = staged(files, plan);
    if (settings.format() != Format.CSV) {
      return decide(plan, staged);
    }
    // Text is parsed as a whole for every column of it, so once is enough.
    staged.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return decide(plan, staged);
    } finally {
      staged.unpersist();
    }
  }

  private Result decide(IngestPlan plan, Dataset<Row> staged) {
    List<Dataset<Row>> standing =
        plan.isRebuild() ? List.of() : List.of(hashed(source.standing(workspace)));
    Dataset<Row> fresh = staged.where(isGood());
    Dataset<Row> disputed =
        KeyResolution.disputed(fresh, standing).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> resolved = null;
    try {
      if (disputed.isEmpty()) {
        return finish(plan, staged, fresh, Optional.empty(), disputed);
      }
      resolved = resolved(fresh, standing, disputed).persist(StorageLevel.MEMORY_AND_DISK());
      Dataset<Row> clean = fresh.join(disputed, HASH, "left_anti");
      return finish(plan, staged, clean, Optional.of(resolved), disputed);
    } finally {
      disputed.unpersist();
      if (resolved != null) {
        resolved.unpersist();
      }
    }
  }

  private Result finish(
      IngestPlan plan,
      Dataset<Row> staged,
      Dataset<Row> clean,
      Optional<Dataset<Row>> resolved,
      Dataset<Row> disputed) {
    if (settings.name() == SourceName.ORDERS && resolved.isPresent()) {
      LinesCheck.refuseLines(staged.where(isGood()), resolved.get(), settings.name());
    }
    Account account = Account.of(source, staged, clean, resolved, isGood());
    refuseBadData(account, staged);
    account = account.with(write(plan, clean, resolved, disputed, account));
    recordBadRows(staged, resolved, account);
    tell(account);
    workspace.log(settings.name(), account.counts(), null);
    return new Result(
        plan.ingestNo(),
        plan.isRebuild(),
        account.rows(context, plan, settings.name().key()),
        fileRows(plan));
  }

  private void tell(Account account) {
    long read = account.counts().read();
    long quarantined = account.rows(Outcome.QUARANTINED);
    String source = settings.name().key();
    if (read == 0) {
      context.progress().accept("    %s: no rows in these files".formatted(source));
    } else if (quarantined > 0) {
      String line = "    %s: %,d of %,d rows quarantined; ops.quarantine says why";
      context.progress().accept(line.formatted(source, quarantined, read));
    }
  }

  /**
   * What there is to note about a source that was read.
   *
   * @param accounts rows of ops.ingest_account
   * @param files rows of ops.ingested_file
   */
  record Result(long ingestNo, boolean isRebuild, List<Row> accounts, List<Row> files) {}

  private Dataset<Row> staged(SourceFiles files, IngestPlan plan) {
    boolean linesMakeOrders =
        settings.name() == SourceName.ORDER_LINES
            && context.settings().source(SourceName.ORDERS).isEmpty();
    Staging staging =
        new Staging(
            settings, linesMakeOrders ? Set.of(CUSTOMER_ID.name(), ORDERED_AT.name()) : Set.of());
    Dataset<Row> all = null;
    for (Map.Entry<Dataset<Row>, List<SourceFile>> group :
        files.read(LenientSession.of(workspace.spark()), plan.toRead()).entrySet()) {
      Dataset<Row> part = source.complete(staging.stage(group.getKey(), group.getValue()));
      all = all == null ? part : all.unionByName(part);
    }
    Dataset<Row> numbered = plan.numbered(all);
    Dataset<Row> rated = rates.check(numbered, source.eventOn());
    // Identical means all of the row, also what is not mapped.
    Column rowHash =
        settings.identicalRows() == IdenticalRows.DROP
            ? when(not(keys.isKeyed()), xxhash64(col(Staging.SOURCE_ROW)))
            : lit(null).cast("bigint");
    return rated.withColumns(
        Map.of(
            ROW_HASH.name(),
            rowHash,
            REPLACED_ON.name(),
            lit(null).cast("date"),
            KeyResolution.HASH,
            keys.hash(rowHash)));
  }

  private Dataset<Row> hashed(Dataset<Row> rows) {
    return rows.withColumn(KeyResolution.HASH, keys.hash(ROW_HASH.col()));
  }

  private static Column isGood() {
    return col(Staging.KEPT).and(col(Staging.GOOD));
  }

  private Dataset<Row> resolved(
      Dataset<Row> fresh, List<Dataset<Row>> standing, Dataset<Row> disputed) {
    Dataset<Row> rows =
        fresh.join(disputed, HASH, "left_semi").withColumn(KeyResolution.STANDING, lit(false));
    if (!standing.isEmpty()) {
      Dataset<Row> old = standing.get(0);
      rows =
          rows.unionByName(
              old.join(disputed, HASH, "left_semi").withColumn(KeyResolution.STANDING, lit(true)),
              true);
    }
    return keys.resolve(rows);
  }

  private void refuseBadData(Account account, Dataset<Row> staged) {
    long bad = account.rows(Outcome.QUARANTINED);
    long read = account.counts().read();
    if (rates.isEmpty() && rates.apply(staged)) {
      rates.refuseMixture(staged.where(col(Staging.KEPT)), settings.name());
    }
    if (bad > settings.maxBadShare() * read) {
      throw Errors.tooManyBadRows(
          settings.name().key(), bad, read, settings.maxBadShare(), reasons(staged));
    }
  }

  private static String reasons(Dataset<Row> staged) {
    Dataset<Row> counted =
        staged
            .where(col(Staging.KEPT))
            .select(
                org.apache.spark.sql.functions.explode(col(Staging.REASONS_SO_FAR)).as("reason"))
            .groupBy("reason")
            .count()
            .orderBy(col("count").desc(), col("reason"));
    List<String> parts = new ArrayList<>();
    for (Row row : BoundedCollect.rows(counted.limit(20), 20)) {
      parts.add(row.getString(0) + ": " + row.getLong(1));
    }
    return parts.isEmpty() ? "conflicting_key" : String.join(", ", parts);
  }

  /** Writes the rows in force; returns what that did to the rows that stood there. */
  private List<Account.Line> write(
      IngestPlan plan,
      Dataset<Row> clean,
      Optional<Dataset<Row>> resolved,
      Dataset<Row> disputed,
      Account account) {
    Column accepted = OUTCOME.col().equalTo(Outcome.ACCEPTED.key());
    List<Account.Line> lines;
    if (plan.isRebuild()) {
      Dataset<Row> all = withAccepted(clean, resolved.map(rows -> rows.where(accepted)));
      lines =
          workspace.exists(source.targets().keySet().iterator().next()) && !plan.isFirst()
              ? Account.overwritten(source, hashed(source.standing(workspace)), all, keys)
              : List.of();
      for (Table table : source.targets().keySet()) {
        workspace.replace(table, source.shaped(table, all));
      }
      if (settings.name() == SourceName.CUSTOMERS) {
        workspace.replace(Tables.CUSTOMER_CONTACT_TABLE, Contacts.newest(all));
      }
      return lines;
    }
    lines = resolved.map(rows -> Account.superseded(source, rows)).orElse(List.of());
    boolean touchesOld = resolved.isPresent() && changesStanding(resolved.get());
    if (!touchesOld) {
      Dataset<Row> added =
          withAccepted(
              clean,
              resolved.map(rows -> rows.where(accepted.and(not(col(KeyResolution.STANDING))))));
      if (account.rows(Outcome.ACCEPTED) > 0) {
        for (Table table : source.targets().keySet()) {
          workspace.append(table, source.shaped(table, added));
        }
      }
      return lines;
    }
    Dataset<Row> inForce = withAccepted(clean, resolved.map(rows -> rows.where(accepted)));
    for (Table table : source.targets().keySet()) {
      rewrite(table, inForce, resolved.orElseThrow(), disputed);
    }
    return lines;
  }

  /** Whether a row that stands in silver has to go, or to be hidden from some date on. */
  private static boolean changesStanding(Dataset<Row> resolved) {
    Column gone = not(OUTCOME.col().equalTo(Outcome.ACCEPTED.key()));
    Column hidden = not(REPLACED_ON.col().eqNullSafe(col("_was_hidden_on")));
    return !resolved.where(col(KeyResolution.STANDING).and(gone.or(hidden))).isEmpty();
  }

  /** Replaces the months, or the whole, that the disputed rows leave or enter. */
  private void rewrite(
      Table table, Dataset<Row> inForce, Dataset<Row> resolved, Dataset<Row> disputed) {
    Dataset<Row> standing = hashed(source.standing(workspace));
    Dataset<Row> untouched = standing.join(disputed, HASH, "left_anti");
    Dataset<Row> after = source.shaped(table, untouched).unionByName(source.shaped(table, inForce));
    if (table.slice() != Slice.MONTH) {
      workspace.replace(table, after);
      return;
    }
    Dataset<Row> months =
        resolved.select(MONTH.col()).union(inForce.select(MONTH.col())).distinct();
    List<Row> touched = BoundedCollect.rows(months, MOST_DAYS);
    if (touched.stream().anyMatch(row -> row.isNullAt(0))) {
      workspace.replace(table, after); // Lines that have no date of their own have no month.
      return;
    }
    List<LocalDate> dates = touched.stream().map(row -> row.<Date>getAs(0).toLocalDate()).toList();
    workspace.replaceMonths(table, after.where(MONTH.col().isin(dates.toArray())), dates);
  }

  private Dataset<Row> withAccepted(Dataset<Row> clean, Optional<Dataset<Row>> accepted) {
    List<String> columns = new ArrayList<>(source.content());
    columns.addAll(
        List.of(
            SOURCE_FILE.name(),
            INGEST_NO.name(),
            ROW_ORDER.name(),
            ROW_HASH.name(),
            REPLACED_ON.name(),
            KeyResolution.HASH));
    Column[] select = columns.stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> rows = clean.select(select);
    return accepted.map(more -> rows.unionByName(more.select(select))).orElse(rows);
  }

  private void recordBadRows(
      Dataset<Row> staged, Optional<Dataset<Row>> resolved, Account account) {
    if (account.rows(Outcome.QUARANTINED) == 0) {
      return;
    }
    Dataset<Row> bad =
        staged
            .where(col(Staging.KEPT).and(not(col(Staging.GOOD))))
            .select(badRow(col(Staging.REASONS_SO_FAR)));
    if (resolved.isPresent()) {
      Column conflicting =
          OUTCOME.col().equalTo(Outcome.QUARANTINED.key()).and(not(col(KeyResolution.STANDING)));
      bad =
          bad.union(
              resolved.get().where(conflicting).select(badRow(array(lit("conflicting_key")))));
    }
    workspace.append(Tables.QUARANTINE, bad);
  }

  private Column[] badRow(Column reasons) {
    return new Column[] {
      lit(context.runId()).as(RUN_ID.name()),
      lit(context.businessDate()).as(AS_OF.name()),
      lit(settings.name().key()).as(SOURCE.name()),
      SOURCE_FILE.col().as(FILE.name()),
      col(Staging.SOURCE_ROW).as(ROW.name()),
      reasons.as(REASONS.name()),
      source.eventOn().as(EVENT_ON.name())
    };
  }

  private List<Row> fileRows(IngestPlan plan) {
    List<Row> rows = new ArrayList<>();
    for (SourceFile file : plan.toRead()) {
      rows.add(
          RowFactory.create(
              context.runId(),
              Date.valueOf(context.businessDate()),
              settings.name().key(),
              file.path(),
              file.bytes(),
              Timestamp.from(file.modifiedAt()),
              plan.checksums().get(file.path()),
              plan.mapping(),
              plan.ingestNo(),
              plan.firstNo(file)));
    }
    return rows;
  }
}
