package clientele.subscription;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A figure of a month that is one sum over another. */
enum Rate {
  /** MRR lost, of the opening. */
  GROSS_CHURN_RATE,
  /** MRR lost, less what was gained from who was or had been a customer, of the opening. */
  NET_CHURN_RATE,
  /** What is left of the opening, expansion included. */
  NET_RETENTION,
  /** MRR gained for each unit lost. */
  QUICK_RATIO,
  /** Customers lost, of those there were. */
  CUSTOMER_CHURN_RATE;

  /** The name in the tables. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** (sum of added - sum of taken off) / sum of whole. */
  record Formula(List<Measure> added, List<Measure> takenOff, List<Measure> whole) {
    static Formula of(Measure... added) {
      return new Formula(List.of(added), List.of(), List.of());
    }

    Formula less(Measure... measures) {
      return new Formula(added, List.of(measures), whole);
    }

    Formula over(Measure... measures) {
      return new Formula(added, takenOff, List.of(measures));
    }

    long part(ToLongFunction<Measure> units) {
      return sum(added, units) - sum(takenOff, units);
    }

    long whole(ToLongFunction<Measure> units) {
      return sum(whole, units);
    }

    boolean uses(Measure measure) {
      return Stream.of(added, takenOff, whole).anyMatch(list -> list.contains(measure));
    }

    private static long sum(List<Measure> measures, ToLongFunction<Measure> units) {
      return measures.stream().mapToLong(units).sum();
    }
  }
}
