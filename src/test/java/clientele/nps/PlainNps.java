package clientele.nps;

import clientele.catalogue.Vocabulary;
import clientele.settings.NpsSettings;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * gold.nps computed a second time, one respondent after the other, in the words of the definitions.
 *
 * @param base the attributes of each customer who is known, by dimension; those of all customers
 *     have the same dimensions
 */
record PlainNps(
    List<Answer> answers,
    Map<String, Map<String, String>> base,
    NpsSettings settings,
    LocalDate asOf) {
  private static final double Z = 1.959963984540054;

  /** An answer; stage null: unknown. */
  record Answer(String id, String customer, Instant at, int score, String stage) {
    YearMonth month() {
      return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }
  }

  /** What the answers of a month of a cell tell. */
  private record Month(Map<String, Integer> verdicts, Double nps, Double error) {}

  /** The answers as silver.nps_responses has them. */
  static Dataset<Row> responses(SparkSession spark, List<Answer> answers) {
    List<Row> rows = new ArrayList<>();
    for (Answer answer : answers) {
      rows.add(
          RowFactory.create(
              answer.id,
              answer.customer,
              Timestamp.from(answer.at),
              Date.valueOf(answer.at.atOffset(ZoneOffset.UTC).toLocalDate()),
              answer.score,
              answer.stage));
    }
    return spark.createDataFrame(
        rows,
        StructType.fromDDL(
            "response_id STRING, customer_id STRING, responded_at TIMESTAMP, responded_on DATE,"
                + " score INT, stage STRING"));
  }

  /** The customers as of {@link clientele.fold.Dimensions#inForce}. */
  static Dataset<Row> customers(SparkSession spark, Map<String, Map<String, String>> base) {
    List<Row> rows = new ArrayList<>();
    base.forEach((id, attributes) -> rows.add(RowFactory.create(id, attributes, null)));
    return spark.createDataFrame(
        rows,
        StructType.fromDDL(
            "customer_id STRING, attributes MAP<STRING, STRING>, signed_up_on DATE"));
  }

  /** The rows in the form of a computed table. */
  List<Row> rows(StructType schema) {
    List<Map<String, Object>> cells = new ArrayList<>(cells("all", "all", answers, base.size()));
    Set<String> dimensions = base.values().iterator().next().keySet();
    for (String dimension : dimensions) {
      Function<String, String> valueOf = customer -> base.get(customer).get(dimension);
      List<Map<String, Object>> family = new ArrayList<>();
      for (String value : new TreeSet<>(base.keySet().stream().map(valueOf).toList())) {
        List<Answer> mine =
            answers.stream().filter(one -> valueOf.apply(one.customer).equals(value)).toList();
        long known = base.keySet().stream().map(valueOf).filter(value::equals).count();
        family.addAll(cells(dimension, value, mine, known));
      }
      cells.addAll(withQ(family));
    }
    Function<Answer, String> stageOf = one -> Objects.requireNonNullElse(one.stage, "unknown");
    List<Map<String, Object>> stages = new ArrayList<>();
    for (String stage : new TreeSet<>(answers.stream().map(stageOf).toList())) {
      List<Answer> mine = answers.stream().filter(one -> stageOf.apply(one).equals(stage)).toList();
      stages.addAll(cells("stage", stage, mine, 0));
    }
    cells.addAll(withQ(stages));
    withQ(cells.stream().filter(cell -> cell.get("dimension").equals("all")).toList());
    return cells.stream()
        .map(
            cell ->
                RowFactory.create(
                    List.of(schema.fields()).stream()
                        .map(StructField::name)
                        .map(cell::get)
                        .toArray()))
        .toList();
  }

  private List<Map<String, Object>> cells(
      String dimension, String value, List<Answer> mine, long known) {
    List<Map<String, Object>> cells = new ArrayList<>();
    Map<String, Object> allTime = cell(dimension, value, mine, known, true);
    allTime.remove("month");
    cells.add(allTime);
    YearMonth first = answers.stream().map(Answer::month).min(Comparator.naturalOrder()).get();
    Month before = null;
    for (YearMonth month = first; !month.atDay(1).isAfter(asOf); month = month.plusMonths(1)) {
      YearMonth wanted = month;
      List<Answer> ofMonth = mine.stream().filter(one -> one.month().equals(wanted)).toList();
      boolean isOver = !month.atEndOfMonth().isAfter(asOf);
      Map<String, Object> cell = cell(dimension, value, ofMonth, known, isOver);
      cell.put("period", Date.valueOf(month.atDay(1)));
      Month now = (Month) cell.remove("month");
      if (before != null && before.nps != null && now.nps != null) {
        compare(cell, before, now);
      }
      before = now;
      cells.add(cell);
    }
    return cells;
  }

  private Map<String, Object> cell(
      String dimension, String value, List<Answer> mine, long known, boolean isOver) {
    Map<String, Answer> latest = new TreeMap<>();
    mine.stream()
        .sorted(Comparator.comparing(Answer::at).thenComparing(Answer::id))
        .forEach(answer -> latest.put(answer.customer, answer));
    Map<String, Integer> verdicts = new HashMap<>();
    latest.forEach((customer, answer) -> verdicts.put(customer, verdict(answer.score)));
    long n = latest.size();
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("dimension", dimension);
    cell.put("value", value);
    cell.put("responses", (long) mine.size());
    cell.put("respondents", n);
    cell.put("promoters", count(verdicts, 1));
    cell.put("passives", count(verdicts, 0));
    cell.put("detractors", count(verdicts, -1));
    cell.put("is_suppressed", n < settings.minRespondents());
    Double nps = null;
    Double error = null;
    if (isOver && n > 0 && n >= settings.minRespondents()) {
      Map<String, Double> equal = new HashMap<>();
      verdicts.keySet().forEach(customer -> equal.put(customer, 1.0));
      nps = 100 * mean(verdicts, equal, 0);
      error = 100 * error(verdicts, equal, 0);
      cell.put("nps", nps);
      cell.put("standard_error", error);
      putInterval(cell, "nps", verdicts, equal);
      cell.put(
          "mean_score", latest.values().stream().mapToInt(Answer::score).average().getAsDouble());
      if (known > 0) {
        cell.put("share_asked", (double) n / known);
        settings.weightBy().ifPresent(by -> weigh(cell, by.name(), verdicts));
      }
    }
    cell.put("month", new Month(verdicts, nps, error));
    return cell;
  }

  private int verdict(int score) {
    return score >= settings.promotersFrom() ? 1 : score <= settings.detractorsUpTo() ? -1 : 0;
  }

  private static long count(Map<String, Integer> verdicts, int wanted) {
    return verdicts.values().stream().filter(verdict -> verdict == wanted).count();
  }

  /** Each answer counts for so many customers of its stratum, of those in the cell. */
  private void weigh(Map<String, Object> cell, String by, Map<String, Integer> verdicts) {
    Function<String, String> stratumOf = customer -> base.get(customer).get(by);
    String dimension = (String) cell.get("dimension");
    List<String> known =
        base.keySet().stream()
            .filter(
                customer ->
                    dimension.equals("all")
                        || base.get(customer).get(dimension).equals(cell.get("value")))
            .toList();
    Map<String, Double> customers = new HashMap<>();
    Map<String, Double> respondents = new HashMap<>();
    known.forEach(customer -> customers.merge(stratumOf.apply(customer), 1.0, Double::sum));
    verdicts.keySet().forEach(one -> respondents.merge(stratumOf.apply(one), 1.0, Double::sum));
    double covered = respondents.keySet().stream().mapToDouble(customers::get).sum();
    Map<String, Double> weights = new HashMap<>();
    for (String customer : verdicts.keySet()) {
      String stratum = stratumOf.apply(customer);
      weights.put(
          customer, customers.get(stratum) / covered * verdicts.size() / respondents.get(stratum));
    }
    double sum = weights.values().stream().mapToDouble(weight -> weight).sum();
    double squares = weights.values().stream().mapToDouble(weight -> weight * weight).sum();
    cell.put("effective_respondents", sum * sum / squares);
    cell.put("base_covered", covered / known.size());
    if (sum * sum / squares >= settings.minRespondents() - 1e-9) {
      cell.put("nps_weighted", 100 * mean(verdicts, weights, 0));
      putInterval(cell, "nps_weighted", verdicts, weights);
    }
  }

  /** The adjusted Wald interval, 0.75 promoters, 1.5 passives and 0.75 detractors being 3 more. */
  private static void putInterval(
      Map<String, Object> cell,
      String name,
      Map<String, Integer> verdicts,
      Map<String, Double> weights) {
    double mean = 100 * mean(verdicts, weights, 3);
    double half = 100 * Z * error(verdicts, weights, 3);
    cell.put(name + "_low", Math.max(-100, mean - half));
    cell.put(name + "_high", Math.min(100, mean + half));
  }

  private static double mean(
      Map<String, Integer> verdicts, Map<String, Double> weights, double more) {
    double sum = 0;
    double weight = more;
    for (String customer : verdicts.keySet()) {
      sum += weights.get(customer) * verdicts.get(customer);
      weight += weights.get(customer);
    }
    return sum / weight;
  }

  private static double error(
      Map<String, Integer> verdicts, Map<String, Double> weights, double more) {
    double mean = mean(verdicts, weights, more);
    double squares =
        more / 4 * (1 - mean) * (1 - mean)
            + more / 2 * mean * mean
            + more / 4 * (1 + mean) * (1 + mean);
    double weight = more;
    for (String customer : verdicts.keySet()) {
      squares += Math.pow(weights.get(customer) * (verdicts.get(customer) - mean), 2);
      weight += weights.get(customer);
    }
    return Math.sqrt(squares) / weight;
  }

  /** Everybody adds to the change what he adds to the one mean less what he adds to the other. */
  private static void compare(Map<String, Object> cell, Month before, Month now) {
    double change = now.nps - before.nps;
    cell.put("change_from_previous", change);
    double apart = now.error * now.error + before.error * before.error;
    cell.put("change_is_significant", Math.abs(change) > Z * Math.sqrt(apart));
    Set<String> everybody = new HashSet<>(now.verdicts.keySet());
    everybody.addAll(before.verdicts.keySet());
    double variance = 0;
    for (String customer : everybody) {
      variance += Math.pow(share(now, customer) - share(before, customer), 2);
    }
    if (variance > 1e-12 * apart) {
      double z = Math.abs(change) / Math.sqrt(variance);
      cell.put("change_p_value", 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-z));
    }
  }

  private static double share(Month month, String customer) {
    Integer verdict = month.verdicts.get(customer);
    return verdict == null ? 0 : (100 * verdict - month.nps) / month.verdicts.size();
  }

  /** Of m comparisons, the q of one is the least m p / (how many have at most p) from its p on. */
  private static List<Map<String, Object>> withQ(List<Map<String, Object>> family) {
    String name = Vocabulary.CHANGE_P_VALUE.name();
    List<Double> all =
        family.stream().map(cell -> (Double) cell.get(name)).filter(Objects::nonNull).toList();
    for (Map<String, Object> cell : family) {
      Double own = (Double) cell.get(name);
      if (own != null) {
        cell.put(
            Vocabulary.CHANGE_Q_VALUE.name(),
            all.stream()
                .filter(p -> p >= own)
                .mapToDouble(p -> p * all.size() / all.stream().filter(one -> one <= p).count())
                .min()
                .getAsDouble());
      }
    }
    return family;
  }
}
