package clientele.model;

import java.util.List;
import java.util.Map;

/** A way to carry the curve of a cohort on. */
interface Projector {
  /** The name in tables. */
  String label();

  /** Numbers by which the way is described. */
  Map<String, Double> parameters();

  /** Why the cohort cannot be carried on; otherwise that of {@link FitStatus#FITTED}. */
  FitStatus status(Survivors cohort);

  /**
   * Of those still there: the shares expected to be there 1, 2, ... periods later. Only where the
   * status is {@link FitStatus#FITTED}.
   */
  double[] expected(Survivors cohort, int periods);

  /** As {@link #expected}, for {@link Chance#DRAWS} ways that the truth could be. */
  List<double[]> plausible(Survivors cohort, int periods);
}
