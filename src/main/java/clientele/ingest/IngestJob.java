package clientele.ingest;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.job.RunContext;
import clientele.job.StoreJob;
import clientele.job.Workspace;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Takes the sources into silver.
 *
 * <p><b>Answers</b>: which rows count, and what became of the others. <b>Reads</b> the files of the
 * configuration. <b>Writes</b> one silver table per entity, ops.quarantine with the rows that were
 * refused, ops.ingested_file and ops.ingest_account.
 *
 * <p><b>Method</b>: new files are listed, examined and read once; each row is brought to canonical
 * columns ({@link Staging}); rows of one key are decided between ({@link KeyResolution}); every row
 * read is counted in one outcome ({@link Account}).
 *
 * <p><b>Example</b>: {@code clientele run ingest --date 2026-01-31}
 */
public final class IngestJob implements StoreJob {
  private static final int SIDE_BY_SIDE = 3;

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public String summary() {
    return "take new source files into silver, set bad rows aside, count every row";
  }

  @Override
  public List<Table> reads() {
    return List.of();
  }

  @Override
  public List<Table> writes() {
    return List.of(
        Tables.FX_RATES_TABLE,
        Tables.ORDERS_TABLE,
        Tables.REFUNDS_TABLE,
        Tables.ORDER_LINES_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.NPS_RESPONSES_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.CUSTOMER_CONTACT_TABLE,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.FEATURES_TABLE,
        Tables.QUARANTINE,
        Tables.INGESTED_FILE,
        Tables.INGEST_ACCOUNT);
  }

  @Override
  public void run(Workspace workspace, RunContext context) {
    Settings settings = context.settings();
    tellWhatIsMissing(context);
    Queue<SourceIngest.Result> results = new ConcurrentLinkedQueue<>();
    Map<SourceName, KnownFiles> known = KnownFiles.all(workspace);
    Rates none = new Rates(settings.currency(), Map.of());
    Rates before = Rates.of(workspace, settings.currency());
    Optional<SourceIngest.Result> newRates =
        settings
            .source(SourceName.FX_RATES)
            .flatMap(
                source ->
                    new SourceIngest(workspace, context, source, none)
                        .run(known.get(source.name())));
    newRates.ifPresent(results::add);
    boolean hasRates = settings.source(SourceName.FX_RATES).isPresent();
    Rates rates = hasRates ? Rates.of(workspace, settings.currency()) : none;
    if (newRates.isPresent() || !hasRates) {
      rates.refuseLostRates(workspace, before, settings);
    }
    List<SourceSettings> others = new ArrayList<>();
    for (SourceName name : SourceName.values()) {
      if (name != SourceName.FX_RATES) {
        settings.source(name).ifPresent(others::add);
      }
    }
    sideBySide(
        others,
        source ->
            ingest(workspace, context, source, rates, known.get(source.name()))
                .ifPresent(results::add));
    record(workspace, results);
    for (SourceSettings source : settings.sources().values()) {
      Completeness.check(workspace, source, context.businessDate());
    }
  }

  private static void tellWhatIsMissing(RunContext context) {
    String missing =
        Arrays.stream(SourceName.values())
            .filter(name -> context.settings().source(name).isEmpty())
            .map(SourceName::key)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      context.progress().accept("    not configured, so what depends on them is empty: " + missing);
    }
  }

  private static Optional<SourceIngest.Result> ingest(
      Workspace workspace,
      RunContext context,
      SourceSettings source,
      Rates rates,
      KnownFiles known) {
    Optional<SourceIngest.Result> result =
        new SourceIngest(workspace, context, source, rates).run(known);
    boolean makesOrders =
        source.name() == SourceName.ORDER_LINES
            && context.settings().source(SourceName.ORDERS).isEmpty();
    if (makesOrders) {
      result.ifPresent(read -> OrdersOfLines.update(workspace, read.ingestNo(), read.isRebuild()));
    }
    return result;
  }

  private static void record(Workspace workspace, Queue<SourceIngest.Result> results) {
    List<Row> accounts = new ArrayList<>();
    List<Row> files = new ArrayList<>();
    for (SourceIngest.Result result : results) {
      accounts.addAll(result.accounts());
      files.addAll(result.files());
    }
    if (!files.isEmpty()) {
      workspace.append(
          Tables.INGEST_ACCOUNT,
          workspace.spark().createDataFrame(accounts, Tables.INGEST_ACCOUNT.schema()));
      workspace.append(
          Tables.INGESTED_FILE,
          workspace.spark().createDataFrame(files, Tables.INGESTED_FILE.schema()));
    }
  }

  private static void sideBySide(
      List<SourceSettings> sources, java.util.function.Consumer<SourceSettings> work) {
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<CompletableFuture<Void>> all =
          sources.stream()
              .map(source -> CompletableFuture.runAsync(() -> work.accept(source), pool))
              .toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      pool.shutdown();
    }
  }
}
