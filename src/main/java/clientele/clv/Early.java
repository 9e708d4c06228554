package clientele.clv;

import java.util.List;

/**
 * Customers as they were at an {@link Origin}, with what came in the held out days after it.
 *
 * @param clock by which they buy, as far as it was known then
 */
record Early(Clock clock, List<Statistic> customers) {}
