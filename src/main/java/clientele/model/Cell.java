package clientele.model;

import java.io.Serializable;
import java.util.List;

/**
 * Customers of whom the same is known.
 *
 * @param ones the dummy variables that are 1 of them, by their place in {@link
 *     CovariateFamily#dummies}
 * @param histories their purchases
 */
public record Cell(List<Integer> ones, PurchaseHistories histories) implements Serializable {
  public Cell {
    ones = List.copyOf(ones);
  }
}
