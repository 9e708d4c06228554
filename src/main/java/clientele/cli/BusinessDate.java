package clientele.cli;

import clientele.error.Errors;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Reads the date on the command line: an empty one is wrong usage, never today. */
final class BusinessDate {
  private BusinessDate() {}

  static LocalDate parse(String text) {
    if (text == null || text.isBlank()) {
      throw Errors.badDate(text == null ? "" : text);
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw Errors.badDate(text);
    }
  }
}
