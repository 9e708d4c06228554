package clientele.clv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.clv.Scorecard.Bucket;
import clientele.clv.Scorecard.Kind;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseModel;
import clientele.model.PurchaseOutlook;
import clientele.model.Season;
import clientele.model.SimulatedPurchases;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cards say of customers whose truth is known. */
final class ScorecardTest {
  private static final int CUSTOMERS = 40_000;
  private static final double HORIZON = 13;

  private static final PurchaseModel TRUTH =
      PurchaseFamily.model("mbg-nbd", Map.of("r", 0.525, "alpha", 6.183, "a", 0.891, "b", 1.614));

  /** 99.9 % quantile of chi-square with 19 degrees of freedom. */
  private static final double MOST = 43.82;

  @Test
  void placesAreEvenForTheTruthAndForNothingElse() {
    PurchaseModel nobodyStops = PurchaseFamily.model("nbd", Map.of("r", 0.525, "alpha", 6.183));

    assertThat(unevenness(card(TRUTH))).isLessThan(MOST);
    assertThat(unevenness(card(nobodyStops))).isGreaterThan(5 * MOST);
  }

  @Test
  void everyKindHasAllCustomersAndTenthsGoFromManyPurchasesToFew() {
    Scorecard card = card(TRUTH);
    Tally total = of(card, Kind.TOTAL).get(0).tally();
    Tally frequencies = sum(of(card, Kind.FREQUENCY));
    List<Bucket> tenths = of(card, Kind.DECILE);

    assertThat(total.expected() / total.actual()).isEqualTo(1, within(0.03));
    for (Tally same : List.of(frequencies, sum(tenths))) {
      assertThat(same.customers()).isEqualTo(total.customers()).isEqualTo(CUSTOMERS);
      assertThat(same.actual()).isEqualTo(total.actual());
      assertThat(same.expected()).isEqualTo(total.expected(), within(1e-6));
    }
    assertThat(of(card, Kind.FREQUENCY))
        .extracting(Bucket::name)
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7+");
    assertThat(tenths)
        .extracting(Bucket::name)
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    double before = Double.POSITIVE_INFINITY;
    for (Bucket tenth : tenths) {
      double mean = tenth.tally().expected() / tenth.tally().customers();
      assertThat(mean).isLessThan(before);
      assertThat(tenth.tally().customers()).isBetween(CUSTOMERS / 12L, CUSTOMERS / 8L);
      before = mean;
    }
  }

  @Test
  void cardsOfSomeCustomersAddUpToTheCardOfAll() {
    Scorecard sum = new Scorecard();
    for (int half = 0; half < 2; half++) {
      Scorecard some = new Scorecard();
      for (int i = half; i < 50; i += 2) {
        add(
            some,
            TRUTH,
            new Statistic(i % 9, i % 9 == 0 ? 0 : 100 + i, 200, i % 4, 0, 1 + i % 3, List.of()));
      }
      some.parts().forEach(sum::add);
    }
    Scorecard all = new Scorecard();
    for (int i = 0; i < 50; i++) {
      add(
          all,
          TRUTH,
          new Statistic(i % 9, i % 9 == 0 ? 0 : 100 + i, 200, i % 4, 0, 1 + i % 3, List.of()));
    }

    assertThat(sum.buckets()).hasSameSizeAs(all.buckets());
    for (int i = 0; i < all.buckets().size(); i++) {
      Bucket expected = all.buckets().get(i);
      Bucket actual = sum.buckets().get(i);
      assertThat(actual.kind() + actual.name()).isEqualTo(expected.kind() + expected.name());
      assertThat(actual.tally().customers()).isEqualTo(expected.tally().customers());
      assertThat(actual.tally().actual()).isEqualTo(expected.tally().actual());
      assertThat(actual.tally().expected()).isEqualTo(expected.tally().expected(), within(1e-9));
    }
  }

  private static Scorecard card(PurchaseModel model) {
    Map<Statistic, Long> members = new HashMap<>();
    SimulatedPurchases world = new SimulatedPurchases(TRUTH, 11);
    for (int i = 0; i < CUSTOMERS; i++) {
      int age = 180 + i % 90;
      SimulatedPurchases.Life life = world.life(age / Statistic.DAYS_PER_UNIT, HORIZON);
      long frequency = life.history().frequency();
      int recency = (int) Math.ceil(life.history().recency() * Statistic.DAYS_PER_UNIT);
      members.merge(
          new Statistic(frequency, recency, age, life.later(), 0, 1, List.of()), 1L, Long::sum);
    }
    Scorecard card = new Scorecard();
    members.forEach(
        (one, customers) ->
            add(
                card,
                model,
                new Statistic(
                    one.frequency(),
                    one.recency(),
                    one.age(),
                    one.later(),
                    0,
                    customers,
                    List.of())));
    return card;
  }

  private static void add(Scorecard card, PurchaseModel model, Statistic one) {
    PurchaseOutlook outlook = model.outlook(one.history(new Clock(Season.NONE, LocalDate.EPOCH)));
    card.add(one, outlook.expectedOrders(HORIZON));
    card.place(one, outlook, HORIZON);
  }

  private static double unevenness(Scorecard card) {
    List<Bucket> bins = of(card, Kind.PIT);
    assertThat(bins).hasSize(20);
    assertThat(bins.get(3).name()).isEqualTo("0.15");
    assertThat(bins.stream().mapToDouble(bin -> bin.tally().actual()).sum()).isEqualTo(CUSTOMERS);
    return bins.stream()
        .map(Bucket::tally)
        .mapToDouble(bin -> Math.pow(bin.actual() - bin.expected(), 2) / bin.expected())
        .sum();
  }

  private static List<Bucket> of(Scorecard card, Kind kind) {
    return card.buckets().stream().filter(bucket -> bucket.kind() == kind).toList();
  }

  private static Tally sum(List<Bucket> buckets) {
    return buckets.stream().map(Bucket::tally).reduce(Tally.NONE, Tally::plus);
  }
}
