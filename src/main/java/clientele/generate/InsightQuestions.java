package clientele.generate;

import clientele.generate.Effect.Question;

/** What the rows of {@code truth/insight} answer; an insight has a question for each unit. */
final class InsightQuestions {
  static final Question POOR_SERVICE =
      new Question(
          "stopped_after_poor_service",
          "share",
          "no occasion in the 180 days after the first contact rated 1-2: rating 1 minus 5");
  static final Question OFTEN =
      new Question(
          "satisfied_buy_more_often",
          "occasions",
          "occasions in the 365 days after the first answer of promoters: score 10 minus 3");
  static final Question MORE =
      new Question(
          "satisfied_buy_more",
          "GBP",
          "margin in the 365 days after the first answer of promoters: score 10 minus 3");
  static final Question PAY =
      new Question(
          "satisfied_pay_more",
          "share",
          "discount over list value in the 365 days after the first answer of promoters: 10 minus"
              + " 3");
  static final Question RECOMMEND =
      new Question(
          "satisfied_recommend",
          "customers",
          "referred by a promoter of the first answer: score 10 minus 3; referrals follow from"
              + " lasting satisfaction, which an answer does not change");
  static final Question DISCOUNT_RETENTION =
      new Question(
          "discount_acquired",
          "share",
          "an occasion in days 1-365 of those first bought at a discount: discount minus none");
  static final Question DISCOUNT_MARGIN =
      new Question(
          "discount_acquired",
          "GBP",
          "margin in days 1-365 of those first bought at a discount: discount minus none");
  static final Question BREADTH =
      new Question(
          "category_breadth",
          "share",
          "an occasion in days 181-545 of those with three categories by day 180: breadth at work"
              + " minus not");
  static final Question BREADTH_MARGIN =
      new Question(
          "category_breadth",
          "GBP",
          "margin in days 181-545 of those with three categories by day 180: breadth at work minus"
              + " not");
  static final Question LOYAL =
      new Question(
          "loyal_vs_first",
          Effect.RATIO,
          "mean margin of days 0-1095 over mean margin of the first day");
  static final Question PER_CONTACT =
      new Question(
          "profit_per_contact",
          "GBP",
          "margin in 90 days less contact cost, per customer: treated minus control");
  static final Question DELIVERY =
      new Question(
          "subsidised_delivery",
          "GBP",
          "margin in 90 days less contact cost, per customer: treated minus control");
  static final Question SERVICE_LEVEL =
      new Question(
          "top_service_level", "share", "an occasion in 90 days: premium service minus withheld");
  static final Question RETAIN_COST =
      new Question(
          "acquire_vs_retain_cost",
          "GBP",
          "contact cost of treating all over customers retained (an occasion in 90 days) by it");
  static final Question LOCK_IN =
      new Question(
          "lock_in",
          "share",
          "not paying 24 months after the first day, of those who chose a year: year minus month");

  private InsightQuestions() {}
}
