package clientele.nps;

import clientele.nps.PlainNps.Answer;
import clientele.settings.NpsSettings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * gold.nps_outcome computed a second time, one customer after the other.
 *
 * @param referredBy who named whom
 */
record PlainOutcomes(
    List<Answer> answers,
    List<Order> orders,
    List<Span> spans,
    Map<String, String> referredBy,
    NpsSettings settings,
    LocalDate asOf) {
  private static final int DAYS = 365;
  private static final double Z = 1.959963984540054;

  /** An order; discount null: not known. */
  record Order(
      String id,
      String customer,
      LocalDate on,
      String channel,
      int amount,
      Integer discount,
      int net,
      boolean isCancelled) {}

  /** Days paid for; until null: runs on. */
  record Span(String customer, LocalDate from, LocalDate until) {
    private boolean covers(LocalDate day) {
      return !from.isAfter(day) && (until == null || until.isAfter(day));
    }
  }

  /** Two sums after the answer and two before, of which the first is held over the second. */
  private record Outcome(double after, double afterBase, double before, double beforeBase) {
    private static Outcome ofEach(double after, double before) {
      return new Outcome(after, 1, before, 1);
    }
  }

  private record Unit(String customer, int verdict, List<Object> exact, int recency, int tenure) {}

  /** What is known of a side: figures, and how far each customer moves them. */
  private record Figures(double after, double before, double meanAfterBase, double meanBeforeBase) {
    double ofAfter(Outcome o) {
      return (o.after - after * o.afterBase) / meanAfterBase;
    }

    double ofBefore(Outcome o) {
      return (o.before - before * o.beforeBase) / meanBeforeBase;
    }
  }

  /** By "band measure", what is found, under the names of the columns. */
  Map<String, Map<String, Object>> rows() {
    List<Unit> units = units();
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    for (String measure :
        List.of("churn_rate", "orders", "revenue", "discount_share", "referrals")) {
      Map<Unit, Outcome> outcomes = new LinkedHashMap<>();
      units.forEach(unit -> outcomes.put(unit, outcome(measure, unit)));
      double everything = outcomes.values().stream().mapToDouble(o -> o.after + o.before).sum();
      for (int verdict : List.of(1, 0, -1)) {
        Map<String, Object> row = row(measure, outcomes, verdict, everything);
        rows.put(band(verdict) + " " + measure, row);
      }
    }
    return rows;
  }

  private static String band(int verdict) {
    return List.of("detractor", "passive", "promoter").get(verdict + 1);
  }

  private List<Unit> units() {
    Map<String, Answer> first = new TreeMap<>();
    answers.stream()
        .sorted(Comparator.comparing(Answer::at).thenComparing(Answer::id))
        .forEach(answer -> first.putIfAbsent(answer.customer(), answer));
    return first.values().stream()
        .filter(answer -> !day(answer).plusDays(DAYS).isAfter(asOf))
        .map(this::unit)
        .toList();
  }

  private static LocalDate day(Answer answer) {
    return answer.at().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private LocalDate answeredOn(String customer) {
    return answers.stream()
        .filter(answer -> answer.customer().equals(customer))
        .map(PlainOutcomes::day)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private Unit unit(Answer answer) {
    LocalDate day = day(answer);
    List<Order> soFar =
        orders.stream()
            .filter(order -> order.customer.equals(answer.customer()) && !order.isCancelled)
            .filter(order -> !order.on.isAfter(day))
            .sorted(Comparator.comparing(Order::on).thenComparing(Order::id))
            .toList();
    int n = soFar.size();
    String size = n >= 10 ? "10+" : n >= 6 ? "6-9" : n >= 4 ? "4-5" : "" + n;
    Optional<LocalDate> paying =
        spans.stream()
            .filter(span -> span.customer.equals(answer.customer()) && !span.from.isAfter(day))
            .map(Span::from)
            .min(Comparator.naturalOrder());
    Optional<LocalDate> start =
        soFar.isEmpty()
            ? paying
            : Optional.of(paying.filter(p -> p.isBefore(soFar.get(0).on)).orElse(soFar.get(0).on));
    int score = answer.score();
    return new Unit(
        answer.customer(),
        score >= settings.promotersFrom() ? 1 : score <= settings.detractorsUpTo() ? -1 : 0,
        List.of(size, soFar.isEmpty() ? "unknown" : soFar.get(0).channel),
        soFar.isEmpty() ? -1 : step(soFar.get(n - 1).on, day),
        start.map(from -> step(from, day)).orElse(-1));
  }

  private static int step(LocalDate from, LocalDate to) {
    int days = (int) ChronoUnit.DAYS.between(from, to);
    int step = Math.min(days, 7);
    // 8-11, 12-15, 16-23, 24-31 and so on.
    for (int start = 8, width = 4; start <= days; start += width, step++) {
      width = Integer.highestOneBit(start) / 2;
    }
    return step;
  }

  private Outcome outcome(String measure, Unit unit) {
    LocalDate day = answeredOn(unit.customer);
    Predicate<LocalDate> after = on -> on.isAfter(day) && !on.isAfter(day.plusDays(DAYS));
    Predicate<LocalDate> before = on -> !on.isAfter(day) && on.isAfter(day.minusDays(DAYS));
    Function<Predicate<LocalDate>, List<Order>> bought =
        when ->
            orders.stream()
                .filter(order -> order.customer.equals(unit.customer) && !order.isCancelled)
                .filter(order -> when.test(order.on))
                .toList();
    ToDoubleFunction<Predicate<LocalDate>> discounts =
        when ->
            bought.apply(when).stream()
                .map(Order::discount)
                .filter(Objects::nonNull)
                .mapToInt(discount -> discount)
                .sum();
    ToDoubleFunction<Predicate<LocalDate>> list =
        when ->
            bought.apply(when).stream()
                .filter(order -> order.discount != null)
                .mapToInt(order -> order.amount + order.discount)
                .sum();
    ToDoubleFunction<Predicate<LocalDate>> revenue =
        when -> bought.apply(when).stream().mapToInt(Order::net).sum();
    return switch (measure) {
      case "churn_rate" ->
          Outcome.ofEach(
              bought.apply(after).isEmpty() && !pays(unit, day.plusDays(DAYS)) ? 1 : 0,
              bought.apply(before).isEmpty() && !pays(unit, day) ? 1 : 0);
      case "orders" -> Outcome.ofEach(bought.apply(after).size(), bought.apply(before).size());
      case "revenue" -> Outcome.ofEach(revenue.applyAsDouble(after), revenue.applyAsDouble(before));
      case "discount_share" ->
          new Outcome(
              discounts.applyAsDouble(after),
              list.applyAsDouble(after),
              discounts.applyAsDouble(before),
              list.applyAsDouble(before));
      default -> Outcome.ofEach(referrals(unit, after), referrals(unit, before));
    };
  }

  private boolean pays(Unit unit, LocalDate day) {
    return spans.stream().anyMatch(s -> s.customer.equals(unit.customer) && s.covers(day));
  }

  private double referrals(Unit unit, Predicate<LocalDate> when) {
    return (double)
        referredBy.entrySet().stream()
            .filter(e -> e.getValue().equals(unit.customer) && !e.getKey().equals(unit.customer))
            .filter(
                e -> {
                  List<LocalDate> days = new ArrayList<>();
                  orders.stream()
                      .filter(order -> order.customer.equals(e.getKey()) && !order.isCancelled)
                      .forEach(order -> days.add(order.on));
                  spans.stream()
                      .filter(span -> span.customer.equals(e.getKey()))
                      .forEach(span -> days.add(span.from));
                  return days.stream().min(Comparator.naturalOrder()).filter(when).isPresent();
                })
            .count();
  }

  private Map<String, Object> row(
      String measure, Map<Unit, Outcome> outcomes, int verdict, double everything) {
    List<Unit> own = outcomes.keySet().stream().filter(u -> u.verdict == verdict).toList();
    int otherVerdict = verdict == 0 ? 1 : 0;
    int n = own.size();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("compared_with", band(otherVerdict));
    row.put("customers", (long) n);
    row.put("status", "not enough data");
    Map<Object, List<Unit>> strata = strata(List.copyOf(outcomes.keySet()));
    List<List<Unit>> exposed = new ArrayList<>();
    List<List<Unit>> others = new ArrayList<>();
    for (List<Unit> stratum : strata.values()) {
      List<Unit> mine = stratum.stream().filter(u -> u.verdict == verdict).toList();
      List<Unit> theirs = stratum.stream().filter(u -> u.verdict == otherVerdict).toList();
      if (mine.size() >= 2 && theirs.size() >= 2) {
        exposed.add(mine);
        others.add(theirs);
      }
    }
    double matched = exposed.stream().mapToInt(List::size).sum();
    row.put("matched_share", n == 0 ? null : matched / n);
    List<Double> whole = List.of(1.0);
    Figures all = figures(List.of(own), whole, outcomes);
    if (n < settings.minRespondents()) {
      row.put("note", "fewer than " + settings.minRespondents() + " customers");
      return row;
    }
    if (!measure.equals("churn_rate") && everything == 0) {
      row.put("note", "nothing of the kind is known");
      return row;
    }
    if (Double.isNaN(all.after) || Double.isNaN(all.before)) {
      row.put("note", "nothing to divide by");
      return row;
    }
    boolean isShare = List.of("churn_rate", "discount_share").contains(measure);
    double half = half(List.of(own), whole, outcomes, all::ofAfter);
    double low = all.after - half;
    double high = all.after + half;
    if (measure.equals("churn_rate")) {
      double p = all.after;
      double spread = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n));
      low = (p + Z * Z / (2 * n) - spread) / (1 + Z * Z / n);
      high = (p + Z * Z / (2 * n) + spread) / (1 + Z * Z / n);
    }
    row.put("estimate", all.after);
    row.put("low", Math.max(0, low));
    row.put("high", isShare ? Math.min(1, high) : high);
    row.put("estimate_before", all.before);
    double change = all.after - all.before;
    double halfOfChange =
        half(List.of(own), whole, outcomes, o -> all.ofAfter(o) - all.ofBefore(o));
    row.put("estimate_change", change);
    row.put("estimate_change_low", change - halfOfChange);
    row.put("estimate_change_high", change + halfOfChange);

    List<Double> weights = exposed.stream().map(List::size).map(size -> size / matched).toList();
    Figures mine = figures(exposed, weights, outcomes);
    Figures theirs = figures(others, weights, outcomes);
    double counterparts = others.stream().mapToInt(List::size).sum();
    int least = measure.equals("revenue") ? 1000 : 100;
    double events = matched * (mine.after + theirs.after);
    double rarer = measure.equals("churn_rate") ? Math.min(events, 2 * matched - events) : events;
    boolean hasEvents = List.of("churn_rate", "referrals").contains(measure);
    if (matched / n < 0.8) {
      row.put("note", "fewer than 80 % have a counterpart in their stratum");
    } else if (Math.min(matched, counterparts) < least) {
      row.put("note", "fewer than " + least + " customers on a side");
    } else if (hasEvents && rarer < 30) {
      row.put("note", "fewer than 30 events");
    } else {
      double placebo = mine.before - theirs.before;
      double halfOfPlacebo =
          Math.hypot(
              half(exposed, weights, outcomes, mine::ofBefore),
              half(others, weights, outcomes, theirs::ofBefore));
      row.put("placebo_estimate", placebo);
      row.put("placebo_low", placebo - halfOfPlacebo);
      row.put("placebo_high", placebo + halfOfPlacebo);
      if (Math.abs(placebo) > halfOfPlacebo) {
        row.put("note", "confounded: they differed before the answer");
      } else {
        double adjusted = mine.after - mine.before - theirs.after + theirs.before;
        double halfOfAdjusted =
            Math.hypot(
                half(exposed, weights, outcomes, o -> mine.ofAfter(o) - mine.ofBefore(o)),
                half(others, weights, outcomes, o -> theirs.ofAfter(o) - theirs.ofBefore(o)));
        row.put("status", "estimated");
        row.put("adjusted", adjusted);
        row.put("adjusted_low", adjusted - halfOfAdjusted);
        row.put("adjusted_high", adjusted + halfOfAdjusted);
      }
    }
    return row;
  }

  private static Map<Object, List<Unit>> strata(List<Unit> units) {
    Map<Object, List<Unit>> exact = units.stream().collect(Collectors.groupingBy(Unit::exact));
    return units.stream()
        .collect(
            Collectors.groupingBy(
                unit ->
                    List.of(
                        unit.exact,
                        third(
                            unit.recency,
                            exact.get(unit.exact).stream().map(Unit::recency).toList()),
                        third(
                            unit.tenure,
                            exact.get(unit.exact).stream().map(Unit::tenure).toList()))));
  }

  private static int third(int step, List<Integer> all) {
    if (step < 0) {
      return -1;
    }
    double known = all.stream().filter(one -> one >= 0).count();
    double below = all.stream().filter(one -> one >= 0 && one < step).count();
    double same = all.stream().filter(one -> one == step).count();
    return (int) Math.min(2, Math.floor(3 * (below + same / 2) / known));
  }

  private static Figures figures(
      List<List<Unit>> groups, List<Double> weights, Map<Unit, Outcome> outcomes) {
    double afterBase = mean(groups, weights, outcomes, Outcome::afterBase);
    double beforeBase = mean(groups, weights, outcomes, Outcome::beforeBase);
    return new Figures(
        mean(groups, weights, outcomes, Outcome::after) / afterBase,
        mean(groups, weights, outcomes, Outcome::before) / beforeBase,
        afterBase,
        beforeBase);
  }

  private static double mean(
      List<List<Unit>> groups,
      List<Double> weights,
      Map<Unit, Outcome> outcomes,
      ToDoubleFunction<Outcome> value) {
    double mean = 0;
    for (int i = 0; i < groups.size(); i++) {
      mean +=
          weights.get(i)
              * groups.get(i).stream().map(outcomes::get).mapToDouble(value).average().orElse(0);
    }
    return mean;
  }

  /** z times the standard error of a sum of weighted means of groups. */
  private static double half(
      List<List<Unit>> groups,
      List<Double> weights,
      Map<Unit, Outcome> outcomes,
      ToDoubleFunction<Outcome> value) {
    double variance = 0;
    for (int i = 0; i < groups.size(); i++) {
      double[] values = groups.get(i).stream().map(outcomes::get).mapToDouble(value).toArray();
      double mean = Arrays.stream(values).average().orElse(0);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      double n = values.length;
      variance += weights.get(i) * weights.get(i) * squares / (n - 1) / n;
    }
    return Z * Math.sqrt(variance);
  }
}
