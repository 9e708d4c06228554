package clientele.testing;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far two floating-point numbers may be apart and still count as equal: the larger of an
 * absolute distance and a share of the larger number. Everything that is not a float or double has
 * to be equal, also inside arrays, maps and structs.
 */
record Tolerance(double absolute, double relative) {
  static final Tolerance NONE = new Tolerance(0, 0);

  /**
   * What the project calls equal content: sums of doubles differ by the order of their addends. The
   * absolute part is for sums that cancel to zero.
   */
  static final Tolerance SAME_CONTENT = new Tolerance(1e-12, 1e-9);

  static Tolerance absolute(double distance) {
    if (!(distance >= 0)) {
      throw new IllegalArgumentException("a tolerance is not negative: " + distance);
    }
    return new Tolerance(distance, 0);
  }

  /** Whether two plain values are equal within this tolerance. */
  boolean accepts(Object left, Object right) {
    if (isFloating(left) && isFloating(right)) {
      return acceptsNumbers(((Number) left).doubleValue(), ((Number) right).doubleValue());
    } else if (left instanceof List<?> a && right instanceof List<?> b) {
      return a.size() == b.size() && acceptsAll(a, b);
    } else if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.keySet().equals(b.keySet()) && acceptsAll(a.values(), b.values());
    }
    return Objects.equals(left, right);
  }

  private boolean acceptsNumbers(double left, double right) {
    double distance = Math.abs(left - right);
    // The first two are for NaN and for infinities, whose distance is no number.
    return Double.compare(left, right) == 0
        || left == right
        || distance <= absolute
        || distance <= relative * Math.max(Math.abs(left), Math.abs(right));
  }

  private boolean acceptsAll(Iterable<?> left, Iterable<?> right) {
    Iterator<?> others = right.iterator();
    for (Object value : left) {
      if (!accepts(value, others.next())) {
        return false;
      }
    }
    return true;
  }

  /** The part of a value that has to be equal exactly: each floating-point number is blanked. */
  static Object exactPart(Object value) {
    if (isFloating(value)) {
      return Double.class;
    } else if (value instanceof List<?> list) {
      return list.stream().map(Tolerance::exactPart).toList();
    } else if (value instanceof Map<?, ?> map) {
      return List.of(List.copyOf(map.keySet()), exactPart(List.copyOf(map.values())));
    }
    return value == null ? Void.class : value;
  }

  private static boolean isFloating(Object value) {
    return value instanceof Double || value instanceof Float;
  }
}
