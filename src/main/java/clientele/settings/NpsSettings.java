package clientele.settings;

import java.util.Optional;

/**
 * How answers become a net promoter score.
 *
 * @param minRespondents cells with fewer respondents show counts only
 * @param detractorsUpTo highest score of a detractor: 6 by the standard
 * @param promotersFrom lowest score of a promoter: 9 by the standard
 * @param weightBy one of the configured dimensions, by whose values answers are weighted back to
 *     the customer base; empty: there is no weighted score
 */
public record NpsSettings(
    int minRespondents, int detractorsUpTo, int promotersFrom, Optional<Dimension> weightBy) {
  /** A pair of bands with a name of its own. */
  public enum Convention {
    /** 0-6 and 9-10, as the score was first published. */
    STANDARD(6, 9),
    /** 0-5 and 8-10: for people who hardly ever give the highest marks. */
    EUROPEAN(5, 8);

    private final int detractorsUpTo;
    private final int promotersFrom;

    Convention(int detractorsUpTo, int promotersFrom) {
      this.detractorsUpTo = detractorsUpTo;
      this.promotersFrom = promotersFrom;
    }

    NpsSettings settings(int minRespondents, Optional<Dimension> weightBy) {
      return new NpsSettings(minRespondents, detractorsUpTo, promotersFrom, weightBy);
    }
  }
}
