package clientele.insight;

import static clientele.insight.Person.DATE;
import static clientele.insight.Person.FRAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.settings.SourceName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each insight by hand: who is a unit of it, and what it makes of a few. */
class InsightsTest {
  // --- poor service

  @Test
  void whoHadPoorServiceIsSeenForHalfAYearAfterTheFirstTime() {
    Insight insight = new StoppedAfterPoorService();

    assertThat(units(insight, new Person().buys(900).contact(1000, "after", 2)))
        .containsExactly(exposed(1));
    assertThat(units(insight, new Person().buys(900, 1180).contact(1000, "after", 1)))
        .containsExactly(exposed(0));
    assertThat(units(insight, new Person().buys(900, 1000, 1181).contact(1000, "during", 1)))
        .as("neither the day itself nor what comes too late counts")
        .containsExactly(exposed(1));
    assertThat(units(insight, new Person().buys(900, 1100).contact(1000, "after", 5)))
        .containsExactly(other(0));
    assertThat(
            units(
                insight,
                new Person().buys(900).contact(1000, "after", 3).contact(1001, "after", 0)))
        .as("neither good nor bad, not rated")
        .isEmpty();
    assertThat(units(insight, new Person().buys(900).contact(DATE - 179, "after", 1)))
        .as("half a year is not over")
        .isEmpty();
    assertThat(
            units(
                insight,
                new Person().buys(900, 1300).contact(1000, "after", 4).contact(1200, "after", 1)))
        .as("once with good service, once with poor")
        .containsExactlyInAnyOrder(other(1), exposed(0));
  }

  @Test
  void poorServiceAsToldIsAShareAndAdjustedADifference() {
    List<History> people = new ArrayList<>();
    add(people, 60, () -> new Person().buys(900).contact(1000, "after", 1));
    add(people, 60, () -> new Person().buys(900, 1100).contact(1000, "after", 1));
    add(people, 90, () -> new Person().buys(900, 1100).contact(1000, "after", 5));
    add(people, 30, () -> new Person().buys(900).contact(1000, "after", 5));

    Answer raw = raw(new StoppedAfterPoorService(), people);
    Answer adjusted = adjusted(new StoppedAfterPoorService(), people);

    assertThat(value(raw)).isEqualTo(0.5);
    assertThat(raw.n()).isEqualTo(120);
    assertThat(value(adjusted)).isCloseTo(0.5 - 0.25, within(1e-12));
    assertThat(adjusted.n()).isEqualTo(240);
    assertThat(adjusted.lacks()).isEmpty();
    assertThat(adjusted.placebo().orElseThrow().value()).isZero();
  }

  @Test
  void whoLeftIsComparedWithWhoBoughtInTheSameWeekAndStayed() {
    Insight insight = new ChurnersWithPoorService();

    assertThat(units(insight, new Person().buys(1000).contact(1005, "after", 1)))
        .containsExactly(exposed(1));
    assertThat(units(insight, new Person().buys(1000).contact(1015, "after", 1)))
        .as("later than a fortnight")
        .containsExactly(exposed(0));
    assertThat(units(insight, new Person().buys(1000).contact(924, "before", 2)))
        .as("90 days in all")
        .containsExactly(exposed(0));
    assertThat(units(insight, new Person().buys(1000, DATE - 89)))
        .as("not gone yet, and the gap was too long to be a stay")
        .isEmpty();
    assertThat(units(insight, new Person().buys(1000, 1080).contact(1079, "before", 1)))
        .as("stayed after the first, gone after the second")
        .containsExactlyInAnyOrder(other(0), exposed(1));
    assertThat(units(insight, new Person().buys(1000, 1003).contact(1004, "after", 1)))
        .as("a contact after the next order is about that one")
        .containsExactlyInAnyOrder(other(0), exposed(1));
  }

  // --- satisfaction

  @Test
  void theFirstAnswerTellsWhoIsSatisfiedOnceItsYearIsOver() {
    Insight insight = new SatisfiedBuyMoreOften();
    Person loyal = new Person().buys(500, 700, 1001, 1365, 1366).answers(1000, 9).answers(1100, 2);

    assertThat(units(insight, loyal)).containsExactly(exposed(2 - 1));
    assertThat(placebos(insight, loyal)).containsExactly(1.0 - 1.0);
    assertThat(units(insight, new Person().buys(990).answers(1000, 6))).containsExactly(other(-1));
    assertThat(units(insight, new Person().buys(990).answers(1000, 7).answers(1001, 10)))
        .as("the first answer is a passive's")
        .isEmpty();
    assertThat(units(insight, new Person().buys(990).answers(DATE - 364, 10))).isEmpty();
  }

  @Test
  void marginIsThatOfTheYearWithZerosAndOfEachPurchase() {
    Person person = new Person().orders(900, 100, 0).orders(1100, 700, 0).orders(1200, 300, 0);
    person.answers(1000, 10);

    assertThat(units(new SatisfiedBuyMore(), person)).containsExactly(exposed(1000 - 100));
    assertThat(units(new SatisfiedBuyMorePerPurchase(), person))
        .containsExactly(Unit.of(true, Stratum.of(), 1000).over(2));
    Person gone = new Person().buys(900).answers(1000, 0);
    assertThat(units(new SatisfiedBuyMore(), gone)).containsExactly(other(-400));
    assertThat(units(new SatisfiedBuyMorePerPurchase(), gone))
        .containsExactly(Unit.of(false, Stratum.of(), 0).over(0));
  }

  @Test
  void whatIsPaidIsTheDiscountOverTheListPrice() {
    Insight insight = new SatisfiedPayMore();
    Person person =
        new Person().buys(900).orders(1100, 300, 200).orders(1200, 500, 0).answers(1000, 9);

    assertThat(units(insight, person)).containsExactly(Unit.of(true, Stratum.of(), 200).over(2000));
    List<History> people = new ArrayList<>();
    add(people, 150, () -> new Person().buys(900).orders(1100, 1, 100).answers(1000, 9));
    add(people, 150, () -> new Person().buys(900).orders(1100, 1, 300).answers(1000, 3));
    assertThat(value(adjusted(insight, people))).isCloseTo(0.1 - 0.3, within(1e-12));
    assertThat(adjusted(insight, times(300, () -> person)).lacks()).isNotEmpty();
  }

  @Test
  void withoutAnyDiscountNothingIsKnownOfPrices() {
    List<History> people = new ArrayList<>();
    add(people, 150, () -> new Person().buys(900, 1100).answers(1000, 9));
    add(people, 150, () -> new Person().buys(900, 1100).answers(1000, 3));

    assertThat(adjusted(new SatisfiedPayMore(), people).lacks())
        .containsExactly("no discounts are known");
  }

  @Test
  void recommendationsAreFirstPurchasesOfOthersInTheYearAfter() {
    Insight insight = new SatisfiedRecommend();
    Person person = new Person().buys(900).answers(1000, 9).brings(990, 1001, 1365, 1366);

    assertThat(units(insight, person)).containsExactly(exposed(2));
    assertThat(placebos(insight, person)).containsExactly(1.0);
    List<History> people = new ArrayList<>();
    add(people, 120, () -> new Person().buys(900).answers(1000, 9));
    add(people, 120, () -> new Person().buys(900).answers(1000, 3));
    assertThat(adjusted(insight, people).lacks()).containsExactly("fewer than 30 events");
  }

  // --- breadth, discounts, loyalty

  @Test
  void breadthIsThreeCategoriesInTheFirstHalfYearAtTheSameOrders() {
    Insight insight = new CategoryBreadth();
    Person broad =
        new Person().buys(100, 150, 200).category(150, "toys").category(200, "games").buys(300);

    assertThat(units(insight, broad)).containsExactly(exposed(1));
    assertThat(units(new CategoryBreadthMargin(), broad)).containsExactly(exposed(400));
    assertThat(
            units(insight, new Person().buys(100, 150, 200).category(280, "a").category(290, "b")))
        .as("too late to be broad; not back")
        .containsExactly(other(0));
    assertThat(units(insight, new Person().buys(100, 150, 200, 281))).containsExactly(other(1));
    assertThat(units(insight, new Person().buys(100, 150, 200, 280)))
        .as("the day after the half year is not seen")
        .containsExactly(other(0));
    assertThat(units(insight, new Person().buys(100, 150))).as("too few orders").isEmpty();
    assertThat(units(insight, new Person().buys(DATE - 544, DATE - 543, DATE - 542))).isEmpty();
  }

  @Test
  void discountsOfTheFirstOrderAreHighOrNextToNone() {
    Insight insight = new DiscountAcquired();

    assertThat(units(insight, new Person().orders(100, 100, 200).buys(465)))
        .containsExactly(exposed(1));
    assertThat(
            units(
                new DiscountAcquiredMargin(), new Person().orders(100, 9, 200).orders(465, 400, 0)))
        .containsExactly(exposed(400));
    assertThat(units(insight, new Person().orders(100, 100, 49).buys(466)))
        .containsExactly(other(0));
    assertThat(units(insight, new Person().orders(100, 100, 50))).as("between them").isEmpty();
    assertThat(units(insight, new Person().orders(DATE - 364, 100, 200))).isEmpty();
  }

  @Test
  void loyalIsWhoBuysThreeTimesInTheFirstYearNotWhoTurnsOutToBe() {
    Insight insight = new LoyalVsFirst();
    Person late = new Person().buys(100, 600, 700);
    Person loyal = new Person().buys(100, 200, 465, 1195, 1196);

    assertThat(insight.units(late.history(), FRAME))
        .extracting(Unit::part)
        .containsExactly("to date");
    assertThat(insight.units(loyal.history(), FRAME).map(u -> u.y() + " / " + u.x()))
        .containsExactly("2000.0 / 400.0", "1600.0 / 400.0");
    assertThat(new AcquiredVsFirst().units(late.history(), FRAME).map(u -> u.y() + " / " + u.x()))
        .containsExactly("1200.0 / 400.0", "1200.0 / 400.0");
    assertThat(insight.units(new Person().buys(DATE - 1094, 950, 951).history(), FRAME))
        .extracting(Unit::part)
        .doesNotContain("three years");
  }

  @Test
  void worthIsAQuotientOfSums() {
    List<History> people = new ArrayList<>();
    add(people, 500, () -> new Person().buys(100, 200, 300));
    add(people, 500, () -> new Person().buys(100, 200, 300, 400, 500));

    Answer answer = adjusted(new LoyalVsFirst(), people);

    assertThat(value(answer)).isCloseTo(4, within(1e-12));
    assertThat(answer.lacks()).isEmpty();
    assertThat(new LoyalVsFirst().claim().verdict(answer.estimate().orElseThrow()))
        .isEqualTo(Verdict.CONTRADICTED);
  }

  @Test
  void whoMayHaveBoughtBeforeTheHistoryBeginsHasNoFirstOrder() {
    Frame frame =
        new Frame(
            DATE,
            90,
            9,
            6,
            new Frame.OptionalDay(true, 50),
            Frame.OptionalDay.NONE,
            FRAME.sources());
    Person early = new Person().buys(139, 200, 210);
    Person older = new Person().buys(140, 200, 210).is("low", null, 49, null);
    Person known = new Person().buys(140, 200, 210).is("low", null, 50, null);

    for (Insight insight : List.of(new CategoryBreadth(), new DiscountAcquired())) {
      assertThat(insight.units(early.history(), frame)).isEmpty();
      assertThat(insight.units(older.history(), frame)).isEmpty();
      assertThat(insight.units(known.history(), frame)).hasSize(1);
    }
  }

  // --- campaigns

  @Test
  void keepingIsPaidForByThoseItKept() {
    List<History> people = new ArrayList<>();
    // Won for 40.00 each; some cost nothing.
    add(people, 200, () -> new Person().buys(DATE - 100).is("low", 4000L, null, null));
    add(people, 200, () -> new Person().buys(DATE - 100).is("low", 0L, null, null));
    int day = DATE - 200;
    // Treated for 2.00 each: 60 % buy, of the others 40 %.
    add(people, 60, () -> campaign(day, true).buys(day + 90));
    add(people, 40, () -> campaign(day, true));
    add(people, 40, () -> campaign(day, false).buys(day + 1));
    add(people, 60, () -> campaign(day, false).buys(day + 91));

    Answer answer = adjusted(new AcquireVsRetainCost(), people);

    // 2.00 / 0.2 = 10.00 for each kept.
    assertThat(value(answer)).isCloseTo(4, within(1e-9));
    assertThat(answer.lacks()).isEmpty();
    // 20.00 for each won over 1.00 for each active: 200 spent on 200, of whom 200 bought.
    assertThat(value(raw(new AcquireVsRetainCost(), people)))
        .isCloseTo(20 / (200.0 / 200), within(1e-9));
  }

  private static Person campaign(int day, boolean isTreated) {
    return new Person()
        .buys(10, day - 200)
        .buys(DATE - 1)
        .assigned(day, "c", "voucher", isTreated, 200);
  }

  @Test
  void profitOfAContactIsWhatItBringsMoreThanNone() {
    List<History> people = new ArrayList<>();
    // Satisfied: 8.00 - 2.00 against 4.00; new ones: 4.00 - 2.00 against 1.00: twice as much.
    add(people, 1000, () -> satisfied(true).orders(1001, 800, 0));
    add(people, 1000, () -> satisfied(false).orders(1001, 400, 0));
    add(people, 1000, () -> prospect(true).orders(1001, 400, 0));
    add(people, 1000, () -> prospect(false).orders(1001, 100, 0));
    add(people, 1000, () -> new Person().buys(10).assigned(1000, "d", "call", true, 9));

    Answer answer = adjusted(new ProfitPerContact(), people);

    assertThat(value(answer)).isCloseTo((600 - 400) / (200.0 - 100), within(1e-9));
    assertThat(value(raw(new ProfitPerContact(), people))).isCloseTo(600 / 200.0, within(1e-9));
    assertThat(answer.lacks()).isEmpty();
    assertThat(answer.n()).isEqualTo(4000);
  }

  @Test
  void withoutControlsThereIsOnlyWhatIsTold() {
    List<History> people = new ArrayList<>();
    add(people, 1000, () -> satisfied(true).orders(1001, 800, 0));
    add(people, 1000, () -> prospect(true).orders(1001, 400, 0));

    assertThat(raw(new ProfitPerContact(), people).estimate()).isPresent();
    Answer answer = adjusted(new ProfitPerContact(), people);
    assertThat(answer.estimate()).isEmpty();
    assertThat(answer.lacks()).isNotEmpty();
  }

  private static Person satisfied(boolean isTreated) {
    return new Person().buys(10).answers(20, 10).assigned(1000, "c", "voucher", isTreated, 200);
  }

  private static Person prospect(boolean isTreated) {
    return new Person().assigned(1000, "p", "voucher", isTreated, 200);
  }

  @Test
  void deliveryIsJudgedByChanceOnly() {
    List<History> people = new ArrayList<>();
    add(people, 1000, () -> delivery(true).pays(1001, 900, 300));
    add(people, 1000, () -> delivery(false).pays(1001, 500, 0));

    assertThat(value(adjusted(new SubsidisedDelivery(), people)))
        .isCloseTo(900 - 50 - 500, within(1e-9));
    assertThat(value(raw(new SubsidisedDelivery(), people))).isCloseTo(900 - 500, within(1e-9));
    assertThat(
            units(new SubsidisedDelivery(), new Person().assigned(1000, "x", "voucher", true, 1)))
        .isEmpty();
  }

  private static Person delivery(boolean isTreated) {
    return new Person().assigned(1000, "x", "Free_Delivery", isTreated, 50);
  }

  @Test
  void serviceCostsWhatItCostsForEachItKeeps() {
    List<History> people = new ArrayList<>();
    add(people, 800, () -> served(true).buys(1001));
    add(people, 200, () -> served(true));
    add(people, 600, () -> served(false).buys(1001));
    add(people, 400, () -> served(false));

    assertThat(value(adjusted(new TopServiceLevel(), people))).isCloseTo(0.2, within(1e-9));
    assertThat(value(raw(new TopServiceLevel(), people))).isEqualTo(0.8);
    assertThat(value(adjusted(new TopServiceLevelCost(), people)))
        .isCloseTo(250 / 0.2, within(1e-6));
    assertThat(value(raw(new TopServiceLevelCost(), people))).isCloseTo(250, within(1e-9));
  }

  private static Person served(boolean isTreated) {
    return new Person().buys(10).assigned(1000, "s", "premium service", isTreated, 250);
  }

  // --- income

  @Test
  void bandsAreComparedAsIfTheyHadTheSameTenure() {
    List<History> people = new ArrayList<>();
    // Old customers bring 30, new ones 10, whatever their band; the bands differ in age only.
    for (String band : List.of("low", "middle", "high")) {
      int old = band.equals("low") ? 100 : 900;
      add(
          people,
          old,
          () -> new Person().buys(100).orders(1900, 3000, 0).is(band, null, null, null));
      add(
          people,
          1000 - old,
          () -> new Person().buys(1600).orders(1900, 1000, 0).is(band, null, null, null));
    }

    List<Answer> adjusted =
        new IncomeBandsMargin().adjusted(cells(new IncomeBandsMargin(), people));
    List<Answer> raw = new IncomeBandsMargin().raw(cells(new IncomeBandsMargin(), people));

    assertThat(adjusted)
        .extracting(answer -> answer.value().orElseThrow())
        .containsExactly("high - low", "high - middle", "middle - low", "unknown - known");
    assertThat(value(adjusted.get(0))).isCloseTo(0, within(1e-9));
    assertThat(value(raw.get(0))).isCloseTo(0.8 * 2000, within(1e-9));
    assertThat(raw.get(0).family().orElseThrow()).isZero();
    assertThat(adjusted.get(3).estimate()).isEmpty();
    assertThat(adjusted.get(3).lacks()).contains("fewer than 1000 in a group");
  }

  @Test
  void threeComparisonsAreJudgedTogether() {
    List<History> people = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int each = i;
      people.add(churner("low", each % 100 < 30).history());
      people.add(churner("middle", each % 100 < 24).history());
      people.add(churner("high", each % 100 < 23).history());
    }
    IncomeBandsChurn insight = new IncomeBandsChurn();

    List<Answer> answers = insight.adjusted(cells(insight, people));

    double[] p =
        answers.stream()
            .limit(3)
            .mapToDouble(a -> insight.claim().pValue(a.estimate().orElseThrow()))
            .toArray();
    assertThat(p[0]).isLessThan(p[2]).isBetween(0.017, 0.05);
    assertThat(answers.get(0).family().orElseThrow()).isCloseTo(3 * p[0], within(1e-12));
    assertThat(answers.get(2).family().orElseThrow()).isCloseTo(2 * p[2], within(1e-12));
    assertThat(answers.get(1).family().orElseThrow()).isCloseTo(p[1], within(1e-12));
  }

  private static Person churner(String band, boolean isGone) {
    Person person = new Person().buys(1000, DATE - 100).is(band, null, null, null);
    return isGone ? person : person.buys(DATE - 10);
  }

  @Test
  void scoresOfBandsAreThoseOfTheLastAnswerOfTheYear() {
    Person person = new Person().buys(100).answers(DATE - 10, 3).answers(DATE - 5, 10);

    assertThat(units(new IncomeBandsNps(), person.is("low", null, null, null)))
        .containsExactly(Unit.of(false, Stratum.of(), 100).in("low"));
    assertThat(units(new IncomeBandsNps(), new Person().buys(100).answers(DATE - 365, 3)))
        .isEmpty();
  }

  // --- subscriptions

  @Test
  void aSpellIsTheFirstWithoutAGapAndHasTheTermItBeganWith() {
    Person year =
        new Person().subscribes(100, 465, 12).subscribes(465, 500, 1).subscribes(600, 700, 1);

    FirstSpell spell = FirstSpell.of(year.history(), FRAME).orElseThrow();

    assertThat(spell.isLong()).isTrue();
    assertThat(spell.from()).isEqualTo(100);
    assertThat(spell.until()).isEqualTo(500);
    assertThat(spell.hasEnded()).isTrue();
    // Day 100 is 1970-04-11, day 500 is 1971-05-16.
    assertThat(spell.exit()).isEqualTo(13);
    assertThat(FirstSpell.of(new Person().subscribes(100, 200, 3).history(), FRAME)).isEmpty();
    FirstSpell runs =
        FirstSpell.of(new Person().subscribes(DATE - 30, History.Span.RUNS_ON, 1).history(), FRAME)
            .orElseThrow();
    assertThat(runs.hasEnded()).isFalse();
    assertThat(runs.until()).isEqualTo(DATE + 1);
  }

  @Test
  void whoPaidBeforeTheHistoryBeginsEntersLate() {
    Frame frame =
        new Frame(
            DATE,
            90,
            9,
            6,
            Frame.OptionalDay.NONE,
            new Frame.OptionalDay(true, 400),
            FRAME.sources());

    assertThat(
            FirstSpell.of(new Person().subscribes(100, 1000, 1).history(), frame)
                .orElseThrow()
                .entry())
        .isEqualTo(9);
    assertThat(
            FirstSpell.of(new Person().subscribes(400, 1000, 1).history(), frame)
                .orElseThrow()
                .entry())
        .isEqualTo(-1);
    Person older = new Person().subscribes(400, 1000, 1).is("low", null, 399, null);
    assertThat(FirstSpell.of(older.history(), frame)).isEmpty();
  }

  @Test
  void longTermsKeepByTheirCurvesOverTwoYears() {
    List<History> people = new ArrayList<>();
    // A quarter of the long ones ends after a year, half of the short ones after half a year.
    add(people, 150, () -> new Person().subscribes(0, 1500, 12));
    add(people, 50, () -> new Person().subscribes(0, 365, 12));
    add(people, 100, () -> new Person().subscribes(0, 1500, 1));
    add(people, 100, () -> new Person().subscribes(0, 181, 1));

    Answer lost = adjusted(new LockIn(), people);
    Answer months = adjusted(new LockInMonths(), people);

    assertThat(value(lost)).isCloseTo(0.25 - 0.5, within(1e-9));
    // Without censoring Greenwood's variance is that of a share.
    assertThat(((Estimate.Normal) lost.estimate().orElseThrow()).variance())
        .isCloseTo(0.25 * 0.75 / 200 + 0.5 * 0.5 / 200, within(1e-9));
    assertThat(value(months))
        .isCloseTo((0.75 * 24 + 0.25 * 12) - (0.5 * 24 + 0.5 * 6), within(1e-9));
    // Months of 24 or 12, and of 24 or 6.
    assertThat(((Estimate.Normal) months.estimate().orElseThrow()).variance())
        .isCloseTo(0.25 * 0.75 * 144 / 200 + 0.25 * 324 / 200, within(1e-9));
    assertThat(lost.lacks()).isEmpty();
  }

  @Test
  void termsThatNobodyHasSeenForTwoYearsSayNothing() {
    List<History> people =
        times(200, () -> new Person().subscribes(DATE - 500, History.Span.RUNS_ON, 12));

    Answer answer = adjusted(new LockIn(), people);

    assertThat(answer.estimate()).isEmpty();
    assertThat(answer.lacks()).hasSize(1);
  }

  @Test
  void endsAreCountedByRenewalsThatWereDue() {
    List<History> people = new ArrayList<>();
    add(people, 100, () -> new Person().renews(12, 2, true));
    add(people, 100, () -> new Person().renews(12, 2, false));
    add(people, 200, () -> new Person().renews(1, 10, true).renews(3, 1, true));

    // 100 of 400, and 200 of 2000; by month 100 of 4800.
    assertThat(value(adjusted(new LockInPerRenewal(), people))).isCloseTo(0.25 - 0.1, within(1e-9));
    assertThat(value(raw(new LockInPerRenewal(), people)))
        .isCloseTo(100 / 4800.0 - 0.1, within(1e-9));
  }

  @Test
  void subscribersAreAskedWhileTheyPay() {
    Person person =
        new Person().subscribes(100, 500, 12).answers(150, 10).answers(499, 0).answers(500, 9);

    assertThat(units(new LockInNps(), person)).containsExactly(exposed(-100));
  }

  // --- value

  @Test
  void valueAtRiskStandsForThoseWhoWereNotAsked() {
    List<History> people = new ArrayList<>();
    // Half of them asked; of those a quarter are detractors, with 10.00 each.
    add(people, 250, () -> new Person().buys(100).answers(200, 0).is("low", null, null, 1000L));
    add(people, 750, () -> new Person().buys(100).answers(200, 10).is("low", null, null, 1000L));
    add(people, 1000, () -> new Person().buys(100).is("low", null, null, 1000L));

    assertThat(value(adjusted(new ValueAtRisk(), people)))
        .isCloseTo(0.25 * 2000 * 1000, within(1e-6));
    assertThat(value(raw(new ValueAtRisk(), people))).isCloseTo(0.25 * 2000 * 1000, within(1e-6));
    assertThat(adjusted(new ValueAtRisk(), people).n()).isEqualTo(1000);
  }

  // --- of all

  @Test
  void aCancelledDayIsNoPurchaseButCosts() {
    History history = new Person().buys(100).cancels(200).history();

    assertThat(history.occasions(0, 300)).isEqualTo(1);
    assertThat(history.margin(0, 300)).isEqualTo(300);
    assertThat(history.lastUpTo(300).orElseThrow().day()).isEqualTo(100);
  }

  @Test
  void ofNobodyEveryInsightSaysThatThereIsNotEnough() {
    for (Insight insight : Insights.ALL) {
      Cells none = new Cells(List.of());
      for (Answer answer : both(insight, none)) {
        assertThat(answer.estimate()).as(insight.name()).isEmpty();
        assertThat(answer.lacks()).as(insight.name()).isNotEmpty();
      }
    }
  }

  @Test
  void ofOneCustomerEveryInsightSaysThatThereIsNotEnough() {
    Person one =
        new Person().buys(100, 150, 200, 700, 1100).orders(1300, 300, 300).pays(1400, 200, 90);
    one.category(150, "toys").category(200, "games").contact(1000, "after", 1).answers(1000, 9);
    one.answers(1990, 2).assigned(1500, "c", "service delivery", true, 100).brings(1100);
    one.subscribes(100, 1000, 12).renews(12, 3, true).is("high", 900L, 90, 5000L);
    for (Insight insight : Insights.ALL) {
      for (Answer answer : both(insight, cells(insight, List.of(one.history())))) {
        assertThat(answer.lacks()).as(insight.name()).isNotEmpty();
      }
    }
  }

  @Test
  void withoutASourceTheAnswerNamesIt() {
    Frame bare =
        new Frame(
            DATE,
            90,
            9,
            6,
            Frame.OptionalDay.NONE,
            Frame.OptionalDay.NONE,
            EnumSet.of(SourceName.ORDERS));
    for (Insight insight : Insights.ALL) {
      AnswerRow rows = new AnswerRow(insight, "all", "all", bare);
      boolean isAsked = Insights.asked(bare).contains(insight);
      assertThat(isAsked).isEqualTo(insight.needs().isEmpty());
      assertThat(rows.adjusted(new Cells(List.of())).map(row -> row.<String>getAs(row.size() - 1)))
          .as(insight.name())
          .allMatch(note -> isAsked || note.startsWith("no source "));
    }
  }

  @Test
  void namesAndTextsAreFitForATable() {
    assertThat(Insights.ALL).extracting(Insight::name).doesNotHaveDuplicates();
    for (Insight insight : Insights.ALL) {
      assertThat(insight.name()).matches("[a-z]+(_[a-z]+)*").doesNotEndWith("_raw");
      assertThat(insight.question()).endsWith("?");
      assertThat(insight.method()).isNotBlank();
      assertThat(Insights.named(insight.name())).isSameAs(insight);
    }
    assertThat(
            Insights.ALL.stream()
                .filter(i -> !Set.of("words_against_deeds").contains(i.name()))
                .count())
        .isGreaterThan(20);
  }

  private static Stream<Answer> both(Cells cells, Insight insight) {
    return Stream.concat(insight.raw(cells).stream(), insight.adjusted(cells).stream());
  }

  private static List<Answer> both(Insight insight, Cells cells) {
    return both(cells, insight).toList();
  }

  private static Answer raw(Insight insight, List<History> people) {
    return insight.raw(cells(insight, people)).get(0);
  }

  private static Answer adjusted(Insight insight, List<History> people) {
    return insight.adjusted(cells(insight, people)).get(0);
  }

  private static Cells cells(Insight insight, List<History> people) {
    return Simulation.cells(insight, people, FRAME);
  }

  private static double value(Answer answer) {
    return answer.estimate().orElseThrow().value();
  }

  /** The units of a customer without what they are matched by. */
  private static List<Unit> units(Insight insight, Person person) {
    return insight
        .units(person.history(), FRAME)
        .map(
            unit ->
                Unit.of(unit.isExposed(), Stratum.of(), unit.y()).over(unit.x()).in(unit.part()))
        .toList();
  }

  private static List<Double> placebos(Insight insight, Person person) {
    return insight
        .units(person.history(), FRAME)
        .map(unit -> unit.placebo().orElseThrow().y())
        .toList();
  }

  private static Unit exposed(double outcome) {
    return Unit.of(true, Stratum.of(), outcome);
  }

  private static Unit other(double outcome) {
    return Unit.of(false, Stratum.of(), outcome);
  }

  private static void add(List<History> people, int count, Supplier<Person> person) {
    people.addAll(times(count, person));
  }

  private static List<History> times(int count, Supplier<Person> person) {
    return Collections.nCopies(count, person.get().history());
  }
}
