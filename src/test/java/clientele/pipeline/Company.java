package clientele.pipeline;

import clientele.generate.Generator;
import clientele.generate.GeneratorOptions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A generated company, and the part of its configuration that the oracle knows as well. */
final class Company {
  static final String UNTIL = "2025-12-31";

  /** Three months after the first subscriptions, so that some customers enter late. */
  static final String SUBSCRIPTIONS_START_ON = "2024-10-01";

  static final List<String> DIMENSIONS =
      List.of(
          "region",
          "income_band",
          "region*income_band",
          "first_channel",
          "first_discounted",
          "first_plan",
          "current_plan");

  private Company() {}

  /** Writes the sources of a company with 18 months of history. */
  static void generate(SparkSession spark, long customers, Path folder) {
    GeneratorOptions options =
        GeneratorOptions.of(customers, 5, folder.toString())
            .withMonths(18)
            .withUntil(LocalDate.parse(UNTIL))
            .withFiles(1);
    Generator.generate(spark, options, line -> {});
  }

  /** The configuration of sources in a folder. */
  static String conf(Path sources) {
    return """
        time-zone = "Europe/London"
        currency = GBP
        dimensions = ["%3$s"]
        subscriptions.grace-days = 5
        sources {
          orders.path = "%1$s/orders"
          subscriptions {
            path = "%1$s/subscriptions"
            history-starts-on = "%2$s"
          }
          nps_responses.path = "%1$s/nps_responses"
          service_contacts.path = "%1$s/service_contacts"
          campaign_contacts.path = "%1$s/campaign_contacts"
          fx_rates.path = "%1$s/fx_rates"
          customers {
            path = "%1$s/customers"
            mode = snapshot
          }
        }
        """
        .formatted(sources, SUBSCRIPTIONS_START_ON, String.join("\", \"", DIMENSIONS));
  }
}
