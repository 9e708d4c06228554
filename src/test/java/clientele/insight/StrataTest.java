package clientele.insight;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.insight.Strata.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is like whom. */
class StrataTest {
  @Test
  void purchasesSoFarAreCountedInClasses() {
    assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 6, 9, 10, 99).mapToObj(History::band))
        .containsExactly("0", "1", "2", "3", "4-5", "4-5", "6-9", "6-9", "10+", "10+");
  }

  @Test
  void lengthsOfTimeAreDaysUpToAWeekAndThenTwoStepsADoubling() {
    assertThat(IntStream.of(0, 1, 7, 8, 11, 12, 15, 16, 23, 24, 31, 32).map(Days::step))
        .containsExactly(0, 1, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12);
    assertThat(IntStream.range(0, 20_000).map(Days::step)).isSorted();
    assertThat(Days.step(20_000)).isLessThan(32);
  }

  @Test
  void thirdsHoldAboutAsManyEachWithinWhatMustBeEqual() {
    List<Cell> cells = new ArrayList<>();
    for (int step = 0; step < 9; step++) {
      cells.add(cell(new Stratum(List.of("1"), step, 0, List.of()), 10));
      cells.add(cell(new Stratum(List.of("2"), 20 + step, 0, List.of()), 1));
    }

    List<Strata.Pair> strata = Strata.of(new Cells(cells), Side::of, 0);

    assertThat(strata)
        .extracting(Strata.Pair::units)
        .containsExactly(30.0, 30.0, 30.0, 3.0, 3.0, 3.0);
  }

  @Test
  void tenureAndRecencyCrossEachOther() {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      cells.add(cell(new Stratum(List.of(), i / 3, i % 3, List.of()), 1));
    }

    assertThat(Strata.of(new Cells(cells), Side::of, 0)).hasSize(9);
  }

  @Test
  void aStepIsNotDivided() {
    Cells one = new Cells(List.of(cell(new Stratum(List.of("1"), 4, 4, List.of()), 100)));

    assertThat(Strata.of(one, Side::of, 0)).hasSize(1);
  }

  @Test
  void onlyAsMuchOfWhatIsFinerTellsApartAsIsAskedFor() {
    Cells cells =
        new Cells(
            List.of(
                cell(Stratum.of("1").finely("web", "books"), 1),
                cell(Stratum.of("1").finely("web", "toys"), 1),
                cell(Stratum.of("1").finely("app", "toys"), 1)));

    assertThat(IntStream.of(0, 1, 2).map(finer -> Strata.of(cells, Side::of, finer).size()))
        .containsExactly(1, 2, 3);
  }

  private static Cell cell(Stratum stratum, int units) {
    Moments moments = Moments.NONE;
    for (int i = 0; i < units; i++) {
      moments = moments.plus(Moments.of(i, 1));
    }
    return new Cell("", true, stratum, moments, Moments.NONE);
  }
}
