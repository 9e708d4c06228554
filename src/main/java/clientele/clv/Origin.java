package clientele.clv;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A day after which models that know nothing later have to foretell as many days as are held out:
 * the last days of the data, those before these, and so on.
 *
 * @param number how many times the held out days it lies before the end of the data; 1 or more
 * @param day the last one that the models know
 */
record Origin(int number, LocalDate day) implements Serializable {
  /** How many there are, where the data go back far enough. */
  static final int COUNT = 3;

  /** The nearest first. */
  static List<Origin> before(LocalDate date, int heldOutDays) {
    return IntStream.rangeClosed(1, COUNT)
        .mapToObj(number -> new Origin(number, date.minusDays((long) number * heldOutDays)))
        .toList();
  }

  /** The segment in gold.clv_model of the models that know nothing later. */
  String segment() {
    return segment(number);
  }

  static String segment(int number) {
    return number == 1 ? ModelRow.CALIBRATION : ModelRow.CALIBRATION + "-" + number;
  }
}
