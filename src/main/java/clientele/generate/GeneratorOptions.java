package clientele.generate;

import clientele.error.Errors;
import java.time.LocalDate;

/**
 * What to generate.
 *
 * @param customers number of customers, 1 to 999,999,999
 * @param seed the same seed and options give the same content
 * @param folder where the sources, the truth and {@code clientele.conf} go; what is there of them
 *     is replaced
 * @param months months of history, 1 to 240
 * @param until last day of the data, in the business zone
 * @param dirtyShare share of rows to break, 0 to 0.5; above 0 some columns become text or double,
 *     so that they can hold what a broken source holds
 * @param seasonality strength of the yearly pattern: 0 none, 1 a fourfold December
 * @param files files per large source; 0 lets the number of customers decide
 * @param effects strength of everything that causes something (campaigns, service, discounts,
 *     satisfaction): 0 is a null world of exact MBG/NBD purchases, 1 the designed company
 */
public record GeneratorOptions(
    long customers,
    long seed,
    String folder,
    int months,
    LocalDate until,
    double dirtyShare,
    double seasonality,
    int files,
    double effects) {
  private static final int DEFAULT_MONTHS = 36;
  private static final LocalDate DEFAULT_UNTIL = LocalDate.of(2025, 12, 31);
  private static final double DEFAULT_SEASONALITY = 0.35;
  private static final double DEFAULT_EFFECTS = 1.0;

  public GeneratorOptions {
    require(customers >= 1 && customers <= 999_999_999, "customers", customers, "1 to 999999999");
    require(folder != null && !folder.isBlank(), "to", folder, "a folder");
    require(months >= 1 && months <= 240, "months", months, "1 to 240");
    require(
        until != null && until.getYear() >= 1971 && until.getYear() <= 2199,
        "until",
        until,
        "a date in the years 1971 to 2199");
    require(dirtyShare >= 0 && dirtyShare <= 0.5, "dirty", dirtyShare, "0 to 0.5");
    require(seasonality >= 0 && seasonality <= 2, "seasonality", seasonality, "0 to 2");
    require(files >= 0 && files <= 100_000, "files", files, "0 (automatic) to 100000");
    require(effects >= 0 && effects <= 2, "effects", effects, "0 to 2");
  }

  /** Clean data of 36 months up to 2025-12-31, a moderate season, the designed effects. */
  public static GeneratorOptions of(long customers, long seed, String folder) {
    return new GeneratorOptions(
        customers,
        seed,
        folder,
        DEFAULT_MONTHS,
        DEFAULT_UNTIL,
        0,
        DEFAULT_SEASONALITY,
        0,
        DEFAULT_EFFECTS);
  }

  public GeneratorOptions withMonths(int newMonths) {
    return new GeneratorOptions(
        customers, seed, folder, newMonths, until, dirtyShare, seasonality, files, effects);
  }

  public GeneratorOptions withUntil(LocalDate newUntil) {
    return new GeneratorOptions(
        customers, seed, folder, months, newUntil, dirtyShare, seasonality, files, effects);
  }

  public GeneratorOptions withDirtyShare(double newShare) {
    return new GeneratorOptions(
        customers, seed, folder, months, until, newShare, seasonality, files, effects);
  }

  public GeneratorOptions withSeasonality(double newSeasonality) {
    return new GeneratorOptions(
        customers, seed, folder, months, until, dirtyShare, newSeasonality, files, effects);
  }

  public GeneratorOptions withFiles(int newFiles) {
    return new GeneratorOptions(
        customers, seed, folder, months, until, dirtyShare, seasonality, newFiles, effects);
  }

  public GeneratorOptions withEffects(double newEffects) {
    return new GeneratorOptions(
        customers, seed, folder, months, until, dirtyShare, seasonality, files, newEffects);
  }

  private static void require(boolean valid, String option, Object value, String range) {
    if (!valid) {
      throw Errors.usage(
          "Cannot generate with --%s %s: it must be %s.".formatted(option, value, range));
    }
  }
}
