package clientele.settings;

/**
 * How answers become a net promoter score.
 *
 * @param minRespondents cells with fewer respondents show counts only
 * @param detractorsUpTo highest score of a detractor: 6 by the standard
 * @param promotersFrom lowest score of a promoter: 9 by the standard
 */
public record NpsSettings(int minRespondents, int detractorsUpTo, int promotersFrom) {}
