package clientele.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The CSV files of a small company, and their configuration. */
final class Deliveries {
  private static final String ORDERS =
      "order_id,customer_id,ordered_at,amount,cost,category,currency,refund_of\n";

  private static final String LINES =
      "order_id,line_no,product_id,quantity,customer_id,ordered_at,amount,cost,category,currency,"
          + "refund_of\n";
  private static final String SUBSCRIPTIONS =
      "subscription_id,customer_id,started_on,ended_on,plan,price,billing_period,currency,"
          + "end_reason,trial_until\n";

  private final Path folder;

  private Deliveries(Path folder) {
    this.folder = folder;
  }

  /** Customers, some answers, and rates of the euro; no orders yet. */
  static Deliveries in(Path folder) {
    Deliveries deliveries = new Deliveries(folder);
    deliveries.write(
        "customers/01",
        """
        customer_id,region,signed_up_on
        a,North,2023-12-01
        b,South,
        d,West,2024-04-02
        """);
    deliveries.answers(
        "01",
        """
        n1,a,2024-02-11 10:00:00,9,after
        n2,b,2024-03-01 10:00:00,3,
        """);
    deliveries.rates(
        "01",
        """
        EUR,2024-01-02,0.86
        EUR,2024-02-09,0.87
        """);
    return deliveries;
  }

  String conf() {
    return """
        time-zone = "Europe/London"
        currency = GBP
        dimensions = [region]
        nps.min-respondents = 1
        source-defaults.format = csv
        sources {
          %2$s
          customers { path = "%1$s/customers", mode = snapshot }
          nps_responses.path = "%1$s/nps_responses"
          fx_rates.path = "%1$s/fx_rates"
        }
        # For a handful of rows, to compile code and to plan anew costs more than it saves.
        spark {
          "spark.sql.codegen.wholeStage" = false
          "spark.sql.codegen.factoryMode" = NO_CODEGEN
          "spark.sql.adaptive.enabled" = false
          "spark.sql.ui.explainMode" = simple
        }
        """
        .formatted(folder, String.join("\n  ", sources()));
  }

  /** What may be delivered or not. */
  private List<String> sources() {
    return Stream.of("orders", "order_lines", "subscriptions")
        .filter(name -> Files.exists(folder.resolve(name)))
        .map(
            name ->
                name + " { path = \"" + folder.resolve(name) + "\", on-changed-file = replace }")
        .toList();
  }

  void orders(String file, String rows) {
    write("orders/" + file, ORDERS + rows);
  }

  /** Lines of orders; to be delivered instead of orders. */
  void lines(String file, String rows) {
    write("order_lines/" + file, LINES + rows);
  }

  void subscriptions(String file, String rows) {
    write("subscriptions/" + file, SUBSCRIPTIONS + rows);
  }

  void answers(String file, String rows) {
    write("nps_responses/" + file, "response_id,customer_id,responded_at,score,stage\n" + rows);
  }

  void rates(String file, String rows) {
    write("fx_rates/" + file, "currency,on_date,rate\n" + rows);
  }

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name + ".csv");
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
