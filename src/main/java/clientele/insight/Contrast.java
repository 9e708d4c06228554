package clientele.insight;

import java.util.List;

/** An insight whose two answers are one difference: as it is, and within strata. */
interface Contrast extends Insight {
  /** How many the difference takes at least. */
  Minimum minimum();

  @Override
  default List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells, minimum()));
  }

  @Override
  default List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells, minimum()));
  }
}
