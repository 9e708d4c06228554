package clientele.settings;

import clientele.model.Opportunities;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the text of one setting becomes a value.
 *
 * @param parser gives the value, or throws {@link IllegalArgumentException} with the reason
 * @param placeholder stands for a refused value until all faults are known; no run ever sees it
 */
record Reading<T>(Function<String, T> parser, T placeholder) {

  static Reading<String> text() {
    return new Reading<>(
        text -> {
          require(!text.isBlank(), "must not be empty");
          return text.strip();
        },
        "");
  }

  static Reading<Integer> integer(int least, int most) {
    String wanted = "must be a whole number from " + least + " to " + most;
    return new Reading<>(
        text -> {
          try {
            int number = Integer.parseInt(text);
            require(number >= least && number <= most, wanted);
            return number;
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wanted, e);
          }
        },
        least);
  }

  /** A number of 0..1; 30 for 30 % is refused like any other number above 1. */
  static Reading<Double> share() {
    String wanted = "must be a share from 0 to 1 (0.05 is 5 %)";
    return new Reading<>(
        text -> {
          try {
            double number = Double.parseDouble(text);
            require(number >= 0 && number <= 1, wanted);
            return number;
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wanted, e);
          }
        },
        0.0);
  }

  static Reading<Duration> duration(Duration least, Duration most) {
    String wanted =
        "must be a duration from %s to %s".formatted(describe(least), describe(most))
            + " with its unit, such as \"10 minutes\" or \"30 days\"";
    return new Reading<>(
        text -> {
          // HOCON would take a bare number for milliseconds.
          require(text.chars().anyMatch(Character::isLetter), wanted);
          try {
            Duration duration =
                ConfigValueFactory.fromAnyRef(text).atKey("duration").getDuration("duration");
            require(duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0, wanted);
            return duration;
          } catch (ConfigException e) {
            throw new IllegalArgumentException(wanted, e);
          }
        },
        least);
  }

  /** Whole months, as P1M, P3M or P1Y. */
  static Reading<Opportunities> opportunities(int mostMonths) {
    String wanted =
        "must be a period of whole months, such as P1M, P3M or P1Y, up to "
            + new Opportunities(mostMonths);
    return new Reading<>(
        text -> {
          try {
            Period period = Period.parse(text);
            long months = period.toTotalMonths();
            boolean isWhole = period.equals(period.withDays(0));
            require(isWhole && months >= 1 && months <= mostMonths, wanted);
            return new Opportunities((int) months);
          } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(wanted, e);
          }
        },
        new Opportunities(1));
  }

  static Reading<LocalDate> date() {
    return new Reading<>(
        text -> {
          try {
            return LocalDate.parse(text);
          } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a date such as 2026-01-31", e);
          }
        },
        LocalDate.EPOCH);
  }

  static <E extends Enum<E>> Reading<E> choice(Class<E> type) {
    return choice(List.of(type.getEnumConstants()), Reading::spelling);
  }

  /** One of some values, as they are spelt. */
  static <T> Reading<T> choice(List<T> values, Function<T, String> spelling) {
    String allowed = values.stream().map(spelling).collect(Collectors.joining(", "));
    return new Reading<>(
        text ->
            values.stream()
                .filter(value -> spelling.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + allowed)),
        values.get(0));
  }

  static Reading<ZoneId> zone() {
    return new Reading<>(
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            String near =
                Nearest.of(text, ZoneId.getAvailableZoneIds())
                    .map(zone -> "; did you mean " + zone + "?")
                    .orElse(", such as Europe/London");
            throw new IllegalArgumentException("must be a time zone of the IANA list" + near, e);
          }
        },
        ZoneOffset.UTC);
  }

  static Reading<String> currency() {
    return new Reading<>(
        text -> {
          try {
            return Currency.getInstance(text).getCurrencyCode();
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "must be a currency code of ISO 4217 in capitals, such as GBP", e);
          }
        },
        "XXX");
  }

  /** The same, with the reason for its limits. */
  Reading<T> because(String reason) {
    return new Reading<>(
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", because " + reason, e);
          }
        },
        placeholder);
  }

  /** The same, with an answer of its own for one text that users may expect to work. */
  Reading<T> refusing(String refused, String answer) {
    return new Reading<>(
        text -> {
          require(!text.equals(refused), answer);
          return parser.apply(text);
        },
        placeholder);
  }

  /** A constant as the configuration has it. */
  static String spelling(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String describe(Duration duration) {
    return duration.toDays() > 1 ? duration.toDays() + " days" : duration.toHours() + " hours";
  }

  private static void require(boolean condition, String wanted) {
    if (!condition) {
      throw new IllegalArgumentException(wanted);
    }
  }
}
