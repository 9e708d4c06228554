package clientele.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final GeneratorOptions OPTIONS = GeneratorOptions.of(1, 1, "unset");

  @Test
  void thirtySixMonthsEndWithTheLastDay() {
    Timeline timeline = Timeline.of(OPTIONS);

    assertThat(timeline.date(0)).isEqualTo(LocalDate.of(2023, 1, 1));
    assertThat(timeline.date(timeline.days() - 1)).isEqualTo(LocalDate.of(2025, 12, 31));
  }

  @Test
  void withoutSeasonTheClockCountsDays() {
    Timeline timeline = Timeline.of(OPTIONS.withSeasonality(0));

    assertThat(timeline.clock(500.25)).isCloseTo(500.25, within(1e-9));
    assertThat(timeline.position(500.25)).isCloseTo(500.25, within(1e-9));
  }

  @Test
  void aFullSeasonRunsFourTimesFasterInDecember() {
    Timeline timeline = Timeline.of(OPTIONS.withSeasonality(1));
    int december = timeline.dayOf(LocalDate.of(2024, 12, 10));
    int september = timeline.dayOf(LocalDate.of(2024, 9, 10));

    double pace = timeline.clock(december + 1) - timeline.clock(december);
    double plain = timeline.clock(september + 1) - timeline.clock(september);
    assertThat(pace / plain).isCloseTo(4, within(1e-9));
    assertThat(timeline.clock(365)).isCloseTo(365, within(1e-9));
  }

  @Test
  void positionIsTheInverseOfTheClock() {
    Timeline timeline = Timeline.of(OPTIONS);
    for (double position = 0.01; position < timeline.length(); position += 13.37) {
      assertThat(timeline.position(timeline.clock(position))).isCloseTo(position, within(1e-9));
    }
    assertThat(timeline.position(1e9)).isInfinite();
  }

  @Test
  void instantsStayOnTheirBusinessDay() {
    Timeline timeline = Timeline.of(OPTIONS);
    int summer = timeline.dayOf(LocalDate.of(2025, 7, 1));
    int shortDay = timeline.dayOf(LocalDate.of(2025, 3, 30));

    assertThat(instant(timeline, summer, 0)).isEqualTo(Instant.parse("2025-06-30T23:00:00Z"));
    assertThat(instant(timeline, shortDay, 86_399))
        .isEqualTo(Instant.parse("2025-03-30T22:59:59Z"));
  }

  private static Instant instant(Timeline timeline, int day, int second) {
    return Instant.ofEpochSecond(timeline.micros(day, second) / 1_000_000);
  }
}
