package clientele.clv;

import java.util.List;
import java.util.function.Predicate;

/**
 * Customers as they were at an {@link Origin}, with what came in the held out days after it.
 *
 * @param clock by which they buy, as far as it was known then
 */
record Early(Clock clock, List<Statistic> customers) {
  /** Those of them who are wanted. */
  Early where(Predicate<Statistic> choice) {
    return new Early(clock, customers.stream().filter(choice).toList());
  }
}
