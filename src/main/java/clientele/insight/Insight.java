package clientele.insight;

import clientele.fold.Dimensions;
import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A question to the company's own data: which customers at which index dates it is about, and what
 * their outcomes say. It has two answers: one as the claim is told, and one that is adjusted for
 * what misleads.
 */
interface Insight {
  /** Name of the adjusted row; the other one ends with _raw. */
  String name();

  String question();

  Measure measure();

  Claim claim();

  /** Sources without which there is nothing to ask. */
  default Set<SourceName> needs() {
    return Set.of();
  }

  /** Whether the answer is given for each dimension value; else for all customers only. */
  default boolean isCut() {
    return true;
  }

  /** Whether the answer is a sum over customers, which no group has in common with all of them. */
  default boolean isTotal() {
    return false;
  }

  /**
   * The attribute whose values are compared with each other, where an answer is of a comparison.
   */
  default String comparedBy() {
    return Dimensions.ALL;
  }

  /** How the adjusted answer is found. */
  String method();

  /** What to keep in mind on reading it. */
  default String note() {
    return "";
  }

  /** The units of one customer, of both answers. */
  Stream<Unit> units(History history, Frame frame);

  /** The answer as the claim is told, in the unit of {@link #measure} before its scale. */
  List<Answer> raw(Cells cells);

  /** The adjusted answer. */
  List<Answer> adjusted(Cells cells);
}
