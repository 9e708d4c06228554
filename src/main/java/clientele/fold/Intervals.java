package clientele.fold;

import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Shares, scores and their 95 % intervals as Columns. */
public final class Intervals {
  /** The 97.5 % point of the normal distribution. */
  public static final double Z = 1.959963984540054;

  private Intervals() {}

  /** k / n; null if n = 0. */
  public static Column share(Column k, Column n) {
    return try_divide(k.cast("double"), n.cast("double"));
  }

  /**
   * Lower bound of Wilson's interval (1927) of a share k / n: (k + z²/2 - z sqrt(k(n-k)/n + z²/4))
   * / (n + z²); null if n = 0.
   */
  public static Column wilsonLow(Column k, Column n) {
    // Cut at 0 and 1, which rounding could pass by 1e-17.
    return cut(wilson(k, n, -Z), 0, 1);
  }

  /** Upper bound of Wilson's interval of a share k / n; null if n = 0. */
  public static Column wilsonHigh(Column k, Column n) {
    return cut(wilson(k, n, Z), 0, 1);
  }

  private static Column wilson(Column successes, Column trials, double z) {
    Column k = successes.cast("double");
    Column n = trials.cast("double");
    Column spread = sqrt(try_divide(k.multiply(n.minus(k)), n).plus(Z * Z / 4));
    return k.plus(Z * Z / 2).plus(spread.multiply(z)).divide(n.plus(Z * Z));
  }

  /**
   * Half the width of the interval of a mean, z sqrt(s² / n) with the variance of the sample s² =
   * (sum of squares - sum² / n) / (n - 1); null if n < 2.
   */
  public static Column ofMean(Column n, Column sum, Column sumOfSquares) {
    Column total = sum.cast("double");
    Column spread = sumOfSquares.minus(total.multiply(total).divide(n));
    // All rows alike: rounding must not make the variance negative.
    Column variance = try_divide(greatest(spread, lit(0.0)), n.minus(1).multiply(n));
    return sqrt(variance).multiply(Z);
  }

  /** The value, moved into the range; a bound that is null bounds nothing. */
  public static Column cut(Column value, Column low, Column high) {
    return when(value.lt(low), low).when(value.gt(high), high).otherwise(value);
  }

  /** Net promoter score, 100 (p - d), in points; null if n = 0. */
  public static Column nps(Column promoters, Column detractors, Column n) {
    return try_divide(difference(promoters, detractors).multiply(100), n.cast("double"));
  }

  /** Standard error of a net promoter score, 100 sqrt((p + d - (p - d)²) / n); null if n = 0. */
  public static Column npsStandardError(Column promoters, Column detractors, Column n) {
    Column trials = n.cast("double");
    Column extremes = try_divide(promoters.plus(detractors).cast("double"), trials);
    Column score = try_divide(difference(promoters, detractors), trials);
    // All answers alike: rounding must not make the variance negative.
    Column variance = cut(extremes.minus(score.multiply(score)), 0, 1);
    return sqrt(try_divide(variance, trials)).multiply(100);
  }

  /**
   * Lower bound of the adjusted Wald interval: the score after adding 0.75 promoters, 1.5 passives
   * and 0.75 detractors, less z standard errors; not below -100. Meant for n > 0.
   */
  public static Column npsLow(Column promoters, Column detractors, Column n) {
    return cut(adjustedWald(promoters, detractors, n, -Z), -100, 100);
  }

  /** Upper bound of the adjusted Wald interval; not above 100. */
  public static Column npsHigh(Column promoters, Column detractors, Column n) {
    return cut(adjustedWald(promoters, detractors, n, Z), -100, 100);
  }

  private static Column adjustedWald(Column promoters, Column detractors, Column n, double z) {
    Column p = promoters.plus(0.75);
    Column d = detractors.plus(0.75);
    Column trials = n.plus(3.0);
    return nps(p, d, trials).plus(npsStandardError(p, d, trials).multiply(z));
  }

  /** The value, moved into the range; unlike greatest and least it keeps null. */
  private static Column cut(Column value, double low, double high) {
    return cut(value, lit(low), lit(high));
  }

  private static Column difference(Column promoters, Column detractors) {
    return promoters.minus(detractors).cast("double");
  }
}
