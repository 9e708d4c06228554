package clientele.churn;

import static org.apache.spark.sql.functions.col;

import clientele.job.BoundedCollect;
import clientele.model.classifier.LabelledScores;
import clientele.model.classifier.Scorer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of a frame with the scores that scorers give them. */
final class Scoring {
  private static final StructType SCORED =
      StructType.fromDDL("label DOUBLE, cluster BIGINT, scores ARRAY<DOUBLE>");

  private Scoring() {}

  /**
   * On the driver, one for each scorer.
   *
   * @param encoded rows with {@link Encoding#VECTOR}
   * @param most rows that there may be
   */
  static List<LabelledScores> of(Dataset<Row> encoded, List<Scorer> scorers, int most) {
    MapPartitionsFunction<Row, Row> score = rows -> scored(rows, scorers);
    List<Row> rows =
        BoundedCollect.rows(
            encoded
                .select(col(Frames.LABEL), col(Frames.CLUSTER), col(Encoding.VECTOR))
                .mapPartitions(score, Encoders.row(SCORED)),
            most);
    boolean[] labels = new boolean[rows.size()];
    long[] clusters = new long[rows.size()];
    double[][] scores = new double[scorers.size()][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      labels[i] = rows.get(i).getDouble(0) > 0;
      clusters[i] = rows.get(i).getLong(1);
      List<Double> own = rows.get(i).getList(2);
      for (int k = 0; k < scores.length; k++) {
        scores[k][i] = own.get(k);
      }
    }
    List<LabelledScores> all = new ArrayList<>();
    for (double[] own : scores) {
      all.add(new LabelledScores(own, labels, clusters));
    }
    return all;
  }

  private static Iterator<Row> scored(Iterator<Row> rows, List<Scorer> scorers) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        double[] numbers = row.<Vector>getAs(2).toArray();
        Double[] scores = new Double[scorers.size()];
        for (int k = 0; k < scores.length; k++) {
          scores[k] = scorers.get(k).score(numbers);
        }
        return RowFactory.create(row.getDouble(0), row.getLong(1), scores);
      }
    };
  }
}
