package clientele.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.generate.Intervention.Arm;
import clientele.generate.Intervention.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The simulation against the theory of its models, without Spark. */
final class LifeTest {
  private static final int CUSTOMERS = 20_000;
  private static final GeneratorOptions OPTIONS = GeneratorOptions.of(CUSTOMERS, 11, "unset");
  private static final World COMPANY = World.of(OPTIONS);
  private static final World PLAIN = World.of(OPTIONS.withEffects(0).withSeasonality(0));

  @Test
  void bestScoreFromHistoryIsBelievable() {
    assertThat(oracleAuc(COMPANY)).isBetween(0.70, 0.85);
    assertThat(oracleAuc(PLAIN)).isBetween(0.70, 0.85);
  }

  @Test
  void plainWorldIsMbgNbd() {
    List<Truth> buyers = buyers(PLAIN);
    for (int bin = 0; bin < 10; bin++) {
      double low = bin / 10.0;
      List<Truth> inBin =
          buyers.stream().filter(t -> t.given() >= low && t.given() < low + 0.1).toList();
      double n = inBin.size();
      double expected = inBin.stream().mapToDouble(Truth::given).sum() / n;
      double actual = inBin.stream().filter(Truth::isSilent).count() / n;
      double standardError = Math.sqrt(expected * (1 - expected) / n);
      assertThat(actual).as("bin %d of %s", bin, n).isCloseTo(expected, within(4 * standardError));
    }
  }

  @Test
  void latentTruthIsCalibratedInTotal() {
    for (World world : List.of(PLAIN, COMPANY)) {
      List<Truth> buyers = buyers(world);
      double expected = buyers.stream().mapToDouble(Truth::latent).sum();
      double variance = buyers.stream().mapToDouble(t -> t.latent() * (1 - t.latent())).sum();
      assertThat((double) buyers.stream().filter(Truth::isSilent).count())
          .isCloseTo(expected, within(4 * Math.sqrt(variance)));
    }
  }

  @Test
  void expectedOrdersAndMarginAreRight() {
    List<Truth> buyers = buyers(PLAIN);
    double orders = buyers.stream().mapToDouble(Truth::orders).sum();
    double margin = buyers.stream().mapToDouble(Truth::margin).sum();

    // 1 %: some 150,000 future orders, clustered by customer.
    assertThat(buyers.stream().mapToDouble(Truth::realisedOrders).sum() / orders)
        .isCloseTo(1, within(0.01));
    assertThat(buyers.stream().mapToDouble(Truth::realisedMargin).sum() / margin)
        .isCloseTo(1, within(0.02));
  }

  @Test
  void nothingCausesAnythingInTheNullWorld() {
    for (long id = 0; id < 2_000; id++) {
      Customer customer = Customer.of(PLAIN, id);
      int end = PLAIN.timeline().days();
      List<Double> actual = positions(Life.of(PLAIN, customer, end));
      for (Kind kind : Kind.values()) {
        for (Arm arm : Arm.values()) {
          Life forced = Life.of(PLAIN, customer, end, new Intervention(kind, 0, arm));
          assertThat(positions(forced)).isEqualTo(actual);
        }
      }
    }
  }

  @Test
  void anInterventionDoesNotChangeThePast() {
    for (long id = 0; id < 2_000; id++) {
      Customer customer = Customer.of(COMPANY, id);
      Campaign campaign = COMPANY.campaigns().get(4);
      List<Double> actual = positions(Life.of(COMPANY, customer, campaign.day()));
      for (Arm arm : Arm.values()) {
        Intervention forced = new Intervention(Kind.CAMPAIGN, campaign.index(), arm);
        Life life = Life.of(COMPANY, customer, campaign.day() + 100, forced);
        assertThat(positions(life).stream().filter(p -> p < campaign.day()).toList())
            .isEqualTo(actual);
      }
    }
  }

  /** The difference between the arms estimates the effect that both potential outcomes give. */
  @Test
  void campaignEffectsShowInTheRandomisedArms() {
    int days = 30;
    for (Campaign campaign : COMPANY.campaigns()) {
      Arms arms = Arms.of(COMPANY, campaign, days);
      assertThat(arms.difference())
          .as(campaign.id())
          .isCloseTo(arms.trueEffect(), within(4 * arms.standardError()));
    }
  }

  @Test
  void everyTableCanBeMadeFromAnyHistory() {
    List<SourceTable> tables = new ArrayList<>(Sources.ALL);
    tables.addAll(List.of(CustomerTruth.TABLE, CampaignTruth.TABLE, InsightTruth.TABLE));
    for (int months : new int[] {1, 13, 240}) {
      World world =
          World.of(OPTIONS.withMonths(months).withUntil(LocalDate.of(2024, 2, 29)).withEffects(2));
      for (SourceTable table : tables) {
        int columns = StructType.fromDDL(table.rawSchema()).size();
        for (long id = 0; id < 50; id++) {
          table.rows().accept(world, id, row -> assertThat(row.size()).isEqualTo(columns));
        }
      }
    }
  }

  private static List<Double> positions(Life life) {
    return life.occasions().stream().map(Occasion::position).toList();
  }

  /** Mann-Whitney among active customers, by ranks. */
  private static double oracleAuc(World world) {
    List<Truth> active =
        buyers(world).stream()
            .filter(Truth::isActive)
            .sorted(Comparator.comparingDouble(Truth::given))
            .toList();
    double ranks = 0;
    double silent = 0;
    for (int i = 0; i < active.size(); i++) {
      if (active.get(i).isSilent()) {
        ranks += i + 1;
        silent++;
      }
    }
    return (ranks - silent * (silent + 1) / 2) / (silent * (active.size() - silent));
  }

  private static List<Truth> buyers(World world) {
    List<Row> rows = new ArrayList<>();
    LongStream.range(0, CUSTOMERS)
        .forEach(id -> CustomerTruth.TABLE.rows().accept(world, id, rows::add));
    return rows.stream().filter(row -> row.getInt(5) > 0).map(Truth::of).toList();
  }

  private record Truth(
      boolean isActive,
      double latent,
      double given,
      boolean isSilent,
      double orders,
      double realisedOrders,
      double margin,
      double realisedMargin) {
    private static final StructType SCHEMA = StructType.fromDDL(CustomerTruth.TABLE.rawSchema());

    static Truth of(Row row) {
      return new Truth(
          row.getBoolean(SCHEMA.fieldIndex("is_active")),
          row.getDouble(SCHEMA.fieldIndex("p_latent")),
          row.getDouble(SCHEMA.fieldIndex("p_given_history")),
          row.getBoolean(SCHEMA.fieldIndex("no_purchase_90d")),
          row.getDouble(SCHEMA.fieldIndex("expected_orders_365")),
          row.getInt(SCHEMA.fieldIndex("realised_orders_365")),
          row.getDouble(SCHEMA.fieldIndex("expected_margin_365")),
          row.getDouble(SCHEMA.fieldIndex("realised_margin_365")));
    }
  }

  /** Returns in so many days after a campaign, as they were and as they would have been. */
  private static final class Arms {
    private final World world;
    private final Campaign campaign;
    private final int last;
    private final double[] reached = new double[2];
    private final double[] returned = new double[2];
    private double effects;

    private Arms(World world, Campaign campaign, int days) {
      this.world = world;
      this.campaign = campaign;
      this.last = campaign.day() + days;
    }

    static Arms of(World world, Campaign campaign, int days) {
      Arms arms = new Arms(world, campaign, days);
      for (long id = 0; id < CUSTOMERS; id++) {
        arms.add(Customer.of(world, id));
      }
      return arms;
    }

    private void add(Customer customer) {
      Life actual = Life.of(world, customer, last + 1);
      for (Life.CampaignContact contact : actual.campaignContacts()) {
        if (contact.campaign().equals(campaign)) {
          int arm = contact.isTreated() ? 1 : 0;
          reached[arm]++;
          returned[arm] += returned(customer, actual);
          effects += forced(customer, Arm.TREATED) - forced(customer, Arm.CONTROL);
        }
      }
    }

    private int forced(Customer customer, Arm arm) {
      Intervention intervention = new Intervention(Kind.CAMPAIGN, campaign.index(), arm);
      return returned(customer, Life.of(world, customer, last + 1, intervention));
    }

    private int returned(Customer customer, Life life) {
      return Books.of(world, customer, life, campaign.day(), last).returned();
    }

    double difference() {
      return returned[1] / reached[1] - returned[0] / reached[0];
    }

    double trueEffect() {
      return effects / (reached[0] + reached[1]);
    }

    double standardError() {
      return Math.sqrt(variance(0) / reached[0] + variance(1) / reached[1]);
    }

    /** Of a share that may be 0 in the sample: one return and one loss are added. */
    private double variance(int arm) {
      double share = (returned[arm] + 1) / (reached[arm] + 2);
      return share * (1 - share);
    }
  }
}
