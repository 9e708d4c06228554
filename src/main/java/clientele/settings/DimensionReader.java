package clientele.settings;

import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads attributes of the customer: those by which aggregates are cut, and covariates of models.
 */
final class DimensionReader {
  /** Attributes that come from orders and subscriptions, not from a column of customers. */
  static final List<String> BUILT_IN =
      List.of("first_channel", "first_category", "first_discounted", "first_plan", "current_plan");

  /** One value per customer, or a person's data: neither belongs into an aggregate. */
  private static final Set<String> PERSONAL =
      Set.of("customer_id", "email", "phone", "first_name", "last_name", "postcode");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Section root;
  private final Optional<SourceSettings> customers;
  private final List<String> builtIn;

  /**
   * @param builtIn attributes besides those of customers
   */
  DimensionReader(Section root, Map<SourceName, SourceSettings> sources, List<String> builtIn) {
    this.root = root;
    this.customers = Optional.ofNullable(sources.get(SourceName.CUSTOMERS));
    this.builtIn = builtIn;
  }

  /** The name of one of these dimensions. */
  static Reading<Dimension> oneOf(List<Dimension> dimensions) {
    String allowed = dimensions.stream().map(Dimension::name).collect(Collectors.joining(", "));
    String wanted =
        "must be one of the dimensions, of which there are "
            + (dimensions.isEmpty() ? "none" : allowed);
    return new Reading<>(
        name ->
            dimensions.stream()
                .filter(dimension -> dimension.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(wanted)),
        new Dimension(""));
  }

  List<Dimension> read(String key) {
    List<Dimension> dimensions = new ArrayList<>();
    Set<Set<String>> seen = new HashSet<>();
    for (ConfigValue value : root.list(key)) {
      Dimension dimension = new Dimension(String.valueOf(value.unwrapped()).strip());
      List<String> parts = dimension.parts();
      Optional<String> refusal = refusal(parts);
      if (refusal.isPresent()) {
        root.refuse(key, value, refusal.get());
      } else if (!seen.add(Set.copyOf(parts))) {
        root.refuse(key, value, "is given twice; a cross cut is the same in any order");
      } else {
        dimensions.add(dimension);
      }
    }
    return dimensions;
  }

  private Optional<String> refusal(List<String> parts) {
    if (!parts.stream().allMatch(part -> NAME.matcher(part).matches())) {
      return Optional.of(
          "must be the name of an attribute, or names joined by *, such as \"region*income_band\"");
    }
    if (new HashSet<>(parts).size() < parts.size()) {
      return Optional.of("names an attribute twice");
    }
    if (parts.contains("all")) {
      return Optional.of("is always there and needs no setting");
    }
    for (String part : parts) {
      if (PERSONAL.contains(part)) {
        return Optional.of(part + " identifies a person, so aggregates are not cut by it");
      }
      if (BUILT_IN.contains(part) && !builtIn.contains(part)) {
        return Optional.of(part + " comes from orders or subscriptions, not from customers");
      }
      Set<String> known = known();
      if (!known.isEmpty() && !known.contains(part)) {
        String remedy =
            Nearest.of(part, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("map it in sources.customers.columns, or use one of " + known);
        return Optional.of("no source has the attribute " + part + "; " + remedy);
      }
    }
    return Optional.empty();
  }

  /** Empty if the columns of customers are known to their files only. */
  private Set<String> known() {
    if (customers.isPresent() && customers.get().columns().isEmpty()) {
      return Set.of();
    }
    Set<String> known = new TreeSet<>(builtIn);
    SourceContract.of(SourceName.CUSTOMERS).fields().stream()
        .filter(field -> field.kind() == SourceContract.Kind.TEXT)
        .map(SourceContract.Field::name)
        .forEach(known::add);
    customers.ifPresent(source -> known.addAll(source.columns().keySet()));
    known.removeAll(PERSONAL);
    return known;
  }
}
