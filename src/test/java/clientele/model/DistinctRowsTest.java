package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows against a map that counts them. */
class DistinctRowsTest {
  @Test
  void eachRowOnceWithItsWeight() {
    Random random = new Random(3);
    int rows = 5000;
    double[] whole = IntStream.range(0, rows).mapToDouble(i -> random.nextInt(6)).toArray();
    double[] broken = IntStream.range(0, rows).mapToDouble(i -> random.nextInt(40) / 7.0).toArray();
    double[] tiny =
        IntStream.range(0, rows).mapToDouble(i -> Math.exp(-random.nextInt(9) * 80)).toArray();
    double[] weights = IntStream.range(0, rows).mapToDouble(i -> 1 + random.nextInt(4)).toArray();
    TreeMap<List<Double>, Double> counted = new TreeMap<>(DistinctRowsTest::compare);
    for (int i = 0; i < rows; i++) {
      counted.merge(List.of(whole[i], broken[i], tiny[i]), weights[i], Double::sum);
    }

    DistinctRows found = DistinctRows.of(weights, whole, broken, tiny);

    List<List<Double>> keys =
        IntStream.range(0, found.weights().length)
            .mapToObj(i -> List.of(found.column(0)[i], found.column(1)[i], found.column(2)[i]))
            .toList();
    assertThat(keys).isEqualTo(List.copyOf(counted.keySet()));
    assertThat(Arrays.stream(found.weights()).boxed()).isEqualTo(List.copyOf(counted.values()));
    assertThat(found.wholeNumbers(0)[keys.size() - 1]).isEqualTo(5);
  }

  @Test
  void zeroIsZeroWhateverItsSign() {
    DistinctRows found = DistinctRows.of(new double[] {1, 2}, new double[] {0.0, -0.0});

    assertThat(found.column(0)).containsExactly(0.0);
    assertThat(found.weights()).containsExactly(3);
  }

  @Test
  void noRows() {
    assertThat(DistinctRows.of(new double[0], new double[0], new double[0]).weights()).isEmpty();
  }

  private static int compare(List<Double> left, List<Double> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
