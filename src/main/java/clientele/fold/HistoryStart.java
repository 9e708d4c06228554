package clientele.fold;

import static clientele.catalogue.Vocabulary.FIRST_DAY;
import static clientele.catalogue.Vocabulary.SIGNED_UP_ON;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;

/** Whether the first occasion of a customer is known to be the first one. */
public final class HistoryStart {
  private HistoryStart() {}

  /**
   * False for customers whose history begins so near to the start of the data, or who registered so
   * early, that earlier orders may be missing; of rows with first_order_on and signed_up_on.
   *
   * @param startsOn first day of the data, where earlier orders are missing
   * @param nearDays first orders within so many days of it are near
   */
  public static Column isWhole(Optional<LocalDate> startsOn, int nearDays) {
    return startsOn
        .map(
            start -> {
              Column isNear = FIRST_DAY.col().lt(lit(start.plusDays(nearDays)));
              Column isOlder = SIGNED_UP_ON.col().lt(lit(start));
              return not(coalesce(isNear, lit(false)).or(coalesce(isOlder, lit(false))));
            })
        .orElse(lit(true));
  }
}
