package clientele.insight;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that is asked: one line per insight. */
final class Insights {
  static final List<Insight> ALL =
      List.of(
          new StoppedAfterPoorService(),
          new ChurnersWithPoorService(),
          new SatisfiedBuyMoreOften(),
          new SatisfiedBuyMore(),
          new SatisfiedBuyMorePerPurchase(),
          new SatisfiedPayMore(),
          new SatisfiedRecommend(),
          new CategoryBreadth(),
          new CategoryBreadthMargin(),
          new DiscountAcquired(),
          new DiscountAcquiredMargin(),
          new LoyalVsFirst(),
          new AcquiredVsFirst(),
          new AcquireVsRetainCost(),
          new ProfitPerContact(),
          new SubsidisedDelivery(),
          new IncomeBandsMargin(),
          new IncomeBandsChurn(),
          new IncomeBandsNps(),
          new LockIn(),
          new LockInMonths(),
          new LockInPerRenewal(),
          new LockInNps(),
          new TopServiceLevel(),
          new TopServiceLevelCost(),
          new WordsAgainstDeeds(),
          new ValueAtRisk());

  private static final Map<String, Insight> BY_NAME =
      ALL.stream().collect(Collectors.toMap(Insight::name, Function.identity()));

  private Insights() {}

  static Insight named(String name) {
    return BY_NAME.get(name);
  }

  /** Those whose sources are read. */
  static List<Insight> asked(Frame frame) {
    return ALL.stream().filter(insight -> insight.needs().stream().allMatch(frame::reads)).toList();
  }
}
