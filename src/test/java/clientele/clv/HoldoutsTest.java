package clientele.clv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.Season;
import clientele.model.SimulatedPurchases;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a model is refused, and what stands in for it. */
final class HoldoutsTest {
  private static final int DAYS = 91;
  private static final Clock CALENDAR = new Clock(Season.NONE, LocalDate.of(2024, 3, 31));

  /** Customers of a world in which the model is true. */
  private static final List<Statistic> TRUE = simulated();

  /** The same, but who bought least before buys most from now on, and the other way round. */
  private static final List<Statistic> TURNED =
      TRUE.stream().map(one -> later(one, Math.max(0, 12 - one.frequency()))).toList();

  /** Everybody goes on as before, to the purchase. */
  private static final List<Statistic> STEADY =
      TRUE.stream().map(one -> later(one, Math.round(one.atOwnRate(CALENDAR, DAYS)))).toList();

  @Test
  void aModelIsRefusedThatFailsAtMostOrigins() {
    assertThat(tried(List.of(TRUE, TURNED, TRUE)).isRefused()).isFalse();
    assertThat(tried(List.of(TRUE, TURNED, TURNED)).isRefused()).isTrue();
    assertThat(tried(List.of(TURNED, TURNED, TRUE)).timesNoBetter()).isEqualTo(2);
    assertThat(tried(List.of(TURNED, TRUE)).isRefused()).isFalse();
    assertThat(tried(List.of(TURNED)).isRefused()).isTrue();
    assertThat(tried(List.of()).isRefused()).isFalse();
  }

  @Test
  void ownRatesStandInUnlessTheRateOfAllIsBetter() {
    assertThat(tried(List.of(STEADY)).isRefused()).isTrue();
    assertThat(tried(PurchaseFamily.NBD, List.of(STEADY)).isWorseThanMean()).isFalse();
    assertThat(tried(PurchaseFamily.NBD, List.of(TURNED)).isWorseThanMean()).isTrue();
  }

  @Test
  void errorIsThatOfTotalsAndOriginsWithoutHistoryDoNotCount() {
    List<Statistic> doubled = TRUE.stream().map(one -> later(one, 2 * one.later())).toList();
    List<Statistic> young = List.of(new Statistic(1, 40, 89, 1, 0, 10, List.of()));
    Holdouts holdouts = tried(List.of(TRUE, doubled, young));
    double ratio = ratio(holdouts.all().get(0));

    assertThat(holdouts.all()).hasSize(2);
    assertThat(ratio).isEqualTo(1, within(0.1));
    assertThat(ratio(holdouts.all().get(1))).isEqualTo(2 * ratio, within(1e-9));
    assertThat(holdouts.error().orElseThrow())
        .isEqualTo(Math.hypot(ratio - 1, 2 * ratio - 1) / Math.sqrt(2), within(1e-9));
  }

  private static double ratio(Holdout holdout) {
    return holdout.ofModel().actual() / holdout.ofModel().expected();
  }

  private static Holdouts tried(List<List<Statistic>> early) {
    return tried(PurchaseFamily.MBG_NBD, early);
  }

  private static Holdouts tried(PurchaseFamily family, List<List<Statistic>> early) {
    return Holdouts.of(
        PurchaseFit.of(family, Statistic.purchases(TRUE, CALENDAR)),
        early.stream().map(customers -> new Early(CALENDAR, customers)).toList(),
        DAYS);
  }

  private static List<Statistic> simulated() {
    Map<String, Double> truth = Map.of("r", 0.6, "alpha", 4.0, "a", 0.8, "b", 2.5);
    SimulatedPurchases world = new SimulatedPurchases(PurchaseFamily.model("mbg-nbd", truth), 21);
    List<Statistic> customers = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int age = 200 + i % 150;
      SimulatedPurchases.Life life =
          world.life(age / Statistic.DAYS_PER_UNIT, DAYS / Statistic.DAYS_PER_UNIT);
      int recency = (int) Math.ceil(life.history().recency() * Statistic.DAYS_PER_UNIT);
      customers.add(
          new Statistic(life.history().frequency(), recency, age, life.later(), 0, 1, List.of()));
    }
    return customers;
  }

  private static Statistic later(Statistic one, long later) {
    return new Statistic(
        one.frequency(), one.recency(), one.age(), later, one.mean(), one.customers(), one.known());
  }
}
