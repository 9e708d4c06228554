package clientele.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.error.ClienteleException.UsageException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class GeneratorOptionsTest {
  private static final GeneratorOptions OPTIONS = GeneratorOptions.of(10, 1, "somewhere");

  @Test
  void defaultsDoNotAskTheClock() {
    assertThat(OPTIONS)
        .isEqualTo(
            new GeneratorOptions(
                10, 1, "somewhere", 36, LocalDate.of(2025, 12, 31), 0, 0.35, 0, 1));
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    assertThatThrownBy(() -> GeneratorOptions.of(0, 1, "somewhere"))
        .isInstanceOf(UsageException.class)
        .hasMessage("Cannot generate with --customers 0: it must be 1 to 999999999.");
    assertThatThrownBy(() -> OPTIONS.withMonths(241))
        .hasMessage("Cannot generate with --months 241: it must be 1 to 240.");
    assertThatThrownBy(() -> OPTIONS.withDirtyShare(0.51))
        .hasMessage("Cannot generate with --dirty 0.51: it must be 0 to 0.5.");
    assertThatThrownBy(() -> OPTIONS.withDirtyShare(Double.NaN))
        .hasMessage("Cannot generate with --dirty NaN: it must be 0 to 0.5.");
    assertThatThrownBy(() -> GeneratorOptions.of(1, 1, " "))
        .hasMessage("Cannot generate with --to  : it must be a folder.");
  }
}
