package clientele.insight;

/**
 * The units of one part of an insight with the same stratum and exposure, added up.
 *
 * @param part which question of the insight they are about; empty: it has one only
 * @param isExposed whether what the insight asks about has happened to them
 * @param outcome of the time after the index date
 * @param placebo the same of the time before it; of no units where there is none
 */
record Cell(String part, boolean isExposed, Stratum stratum, Moments outcome, Moments placebo) {}
