package clientele.model;

import static clientele.model.SurvivalCurve.AT_ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import clientele.model.SurvivalCurve.Exits;
import clientele.model.SurvivalCurve.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against published curves, by hand, and what holds for any curve. */
class SurvivalCurveTest {
  /**
   * Weeks in remission of 21 patients on 6-mercaptopurine, E. J. Freireich et al. (1963), Blood 21,
   * as in D. R. Cox (1972), JRSS B 34, table 1; negative: censored.
   */
  private static final int[] REMISSIONS = {
    6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
  };

  @Test
  void remissionsOfFreireichHaveThePublishedCurve() {
    SurvivalCurve curve =
        SurvivalCurve.of(IntStream.of(REMISSIONS).mapToObj(SurvivalCurveTest::remission).toList());

    // E. L. Kaplan and P. Meier's estimate as printed in J. P. Klein, M. L. Moeschberger (2003),
    // Survival Analysis, 2nd edition, table 4.1B: to three digits.
    assertThat(survival(curve, 5, 6, 7, 9, 10, 13, 16, 22, 23, 35))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 5e-4 ? 0 : 1)
        .containsExactly(1.0, .857, .807, .807, .753, .690, .627, .538, .448, .448);
    assertThat(IntStream.of(6, 7, 10, 13, 35).mapToObj(t -> curve.points().get(t).atRisk()))
        .containsExactly(21L, 17L, 15L, 12L, 1L);
    assertThat(curve.median()).hasValue(23);

    // The intervals and the mean of lifelines 0.30.3, KaplanMeierFitter.
    Point week6 = curve.points().get(6);
    assertThat(week6.low()).isCloseTo(0.619718, within(1e-6));
    assertThat(week6.high()).isCloseTo(0.951552, within(1e-6));
    Point week35 = curve.points().get(35);
    assertThat(week35.low()).isCloseTo(0.188052, within(1e-6));
    assertThat(week35.high()).isCloseTo(0.680143, within(1e-6));
    assertThat(week35.restrictedMean()).isCloseTo(23.287394957983185, within(1e-9));
  }

  private static Exits remission(int weeks) {
    return weeks > 0 ? new Exits(AT_ORIGIN, weeks, 1, 0, 0) : new Exits(AT_ORIGIN, -weeks, 0, 0, 1);
  }

  @Test
  void incidencesShareWhatSurvivalLoses() {
    // Ten at risk; at 1: 2 and 1 of 10 end; at 2: one is lost from sight; at 3: 1 and 2 of 6 end.
    SurvivalCurve curve =
        SurvivalCurve.of(
            List.of(
                new Exits(AT_ORIGIN, 1, 2, 1, 0),
                new Exits(AT_ORIGIN, 2, 0, 0, 1),
                new Exits(AT_ORIGIN, 3, 1, 2, 3)));

    assertThat(curve.points()).extracting(Point::atRisk).containsExactly(10L, 10L, 7L, 6L);
    assertThat(curve.points())
        .extracting(Point::survival, Point::firstIncidence, Point::secondIncidence)
        .usingElementComparator(SurvivalCurveTest::apart)
        .containsExactly(
            tuple(1.0, 0.0, 0.0),
            tuple(0.7, 0.2, 0.1),
            tuple(0.7, 0.2, 0.1),
            tuple(0.35, 0.2 + 0.7 / 6, 0.1 + 0.7 * 2 / 6));
    assertThat(curve.points())
        .extracting(Point::restrictedMean)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : 1)
        .containsExactly(0.0, 1.0, 1.7, 2.4);
  }

  private static int apart(Tuple a, Tuple b) {
    return IntStream.range(0, 3)
            .allMatch(
                i -> Math.abs((double) a.toList().get(i) - (double) b.toList().get(i)) < 1e-15)
        ? 0
        : 1;
  }

  @Test
  void lateEntriesAreAtRiskOnlyAfterTheirEntry() {
    // lifelines 0.30.3: KaplanMeierFitter().fit([5,6,7,8,9], [1,1,0,1,1], entry=[0,5,3,6,2])
    SurvivalCurve curve =
        SurvivalCurve.of(
            List.of(
                new Exits(0, 5, 1, 0, 0),
                new Exits(5, 6, 1, 0, 0),
                new Exits(3, 7, 0, 0, 1),
                new Exits(6, 8, 1, 0, 0),
                new Exits(2, 9, 1, 0, 0)));

    assertThat(curve.points())
        .extracting(Point::atRisk)
        .containsExactly(0L, 1L, 1L, 2L, 3L, 3L, 3L, 3L, 2L, 1L);
    assertThat(survival(curve, 4, 5, 6, 7, 8, 9))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : 1)
        .containsExactly(1.0, 2.0 / 3, 4.0 / 9, 4.0 / 9, 2.0 / 9, 0.0);
  }

  @Test
  void theBoundsAreTheEstimateWhereItIsOneOrZero() {
    SurvivalCurve curve =
        SurvivalCurve.of(List.of(new Exits(AT_ORIGIN, 1, 3, 0, 0), new Exits(2, 4, 0, 1, 0)));

    assertThat(curve.points()).extracting(Point::atRisk).containsExactly(3L, 3L, 0L, 1L, 1L);
    assertThat(curve.points()).extracting(Point::low).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(curve.points()).extracting(Point::high).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(curve.points().get(4).secondIncidence()).isZero();
    assertThat(curve.median()).hasValue(1);
  }

  @Test
  void halfIsReachedAlsoWhereRoundingMissesIt() {
    List<Exits> oneByOne =
        IntStream.rangeClosed(1, 98).mapToObj(t -> new Exits(AT_ORIGIN, t, 1, 0, 0)).toList();

    assertThat(SurvivalCurve.of(oneByOne).median()).hasValue(49);
  }

  @Test
  void nobodyHasNoCurve() {
    assertThat(SurvivalCurve.of(List.of()).points()).isEmpty();
    assertThat(SurvivalCurve.of(List.of()).median()).isEmpty();
    assertThat(SurvivalCurve.of(List.of(new Exits(AT_ORIGIN, 0, 0, 0, 5))).median()).isEmpty();
  }

  @Test
  void exitsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Exits(3, 3, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no exits: entry 3, exit 3, 1 + 0 ended, 0 censored");
    assertThatThrownBy(() -> new Exits(AT_ORIGIN, 2, 1, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatHoldsForAnyCurve(long seed) {
    List<Exits> exits = random(new Random(seed));
    SurvivalCurve curve = SurvivalCurve.of(exits);

    double product = 1;
    Point before = new Point(-1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0);
    for (Point point : curve.points()) {
      int t = point.time();
      long atRisk = sum(exits.stream().filter(e -> e.entry() < t && t <= e.exit()));
      long ended = point.first() + point.second();
      product *= ended == 0 ? 1 : 1 - (double) ended / atRisk;
      assertThat(point.atRisk()).isEqualTo(atRisk).isGreaterThanOrEqualTo(ended + point.censored());
      assertThat(point.survival()).isCloseTo(product, within(1e-12));

      double s = point.survival();
      double one = point.firstIncidence();
      double two = point.secondIncidence();
      assertThat(new double[] {one + two + s, s + two + one, two + (s + one)}).containsOnly(1.0);
      assertThat(s).isBetween(0.0, before.survival());
      assertThat(one).isBetween(before.firstIncidence(), 1.0);
      assertThat(two).isBetween(before.secondIncidence(), 1.0);
      assertThat(point.first() > 0 || one == before.firstIncidence()).isTrue();
      assertThat(point.second() > 0 || two == before.secondIncidence()).isTrue();
      assertThat(point.low()).isBetween(0.0, s);
      assertThat(point.high()).isBetween(s, 1.0);
      assertThat(point.restrictedMean()).isBetween(before.restrictedMean(), (double) t);
      before = point;
    }
    Collections.shuffle(exits, new Random(seed));
    assertThat(SurvivalCurve.of(exits).points()).isEqualTo(curve.points());
  }

  /** From a single customer to thousands of millions, with and without late entries. */
  private static List<Exits> random(Random random) {
    int most = 1 + random.nextInt(120);
    int size = 1 << random.nextInt(31);
    boolean isTruncated = random.nextBoolean();
    List<Exits> exits = new ArrayList<>();
    for (int i = random.nextInt(200); i >= 0; i--) {
      int exit = random.nextInt(most);
      int entry = isTruncated ? random.nextInt(exit + 1) - 1 : AT_ORIGIN;
      exits.add(new Exits(entry, exit, random.nextInt(size), random.nextInt(3) - 1 > 0 ? 1 : 0, 1));
    }
    return exits;
  }

  private static long sum(Stream<Exits> exits) {
    return exits.mapToLong(e -> e.first() + e.second() + e.censored()).sum();
  }

  private static Stream<Double> survival(SurvivalCurve curve, int... times) {
    return IntStream.of(times).mapToObj(t -> curve.points().get(t).survival());
  }
}
