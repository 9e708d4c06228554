package clientele.insight;

/**
 * Lengths of time in steps: single days up to a week, then two steps for each doubling, so that
 * units can be counted by them whatever their number.
 */
final class Days {
  /** No length is known. */
  static final int NONE = -1;

  private static final int SINGLE = 8;

  private Days() {}

  /** The step of a number of days, 0 or more. */
  static int step(int days) {
    if (days < SINGLE) {
      return days;
    }
    int octave = 31 - Integer.numberOfLeadingZeros(days / SINGLE);
    int start = SINGLE << octave;
    boolean isLaterHalf = days - start >= start / 2;
    return SINGLE + 2 * octave + (isLaterHalf ? 1 : 0);
  }
}
