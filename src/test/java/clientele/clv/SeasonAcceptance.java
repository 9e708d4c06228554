package clientele.clv;

import clientele.model.BgNbd;
import clientele.model.MbgNbd;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseModel;
import clientele.model.Season;
import clientele.model.SeasonFit;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * How far off forecasts of single months are where December is fourfold, with the season and
 * without. Too long for the build: a program of its own, which prints what it finds. Arguments: how
 * many customers, over how many years.
 */
final class SeasonAcceptance {
  private static final LocalDate AS_OF = LocalDate.of(2024, 6, 30);

  private static final List<PurchaseFamily> FAMILIES =
      List.of(PurchaseFamily.MBG_NBD, PurchaseFamily.BG_NBD, PurchaseFamily.PARETO_NBD);

  private SeasonAcceptance() {}

  public static void main(String[] arguments) {
    int customers = Integer.parseInt(arguments[0]);
    int years = Integer.parseInt(arguments[1]);
    double[] speeds = new double[12];
    Arrays.fill(speeds, 1);
    speeds[11] = 4;
    Season truth = Season.of(speeds);
    LocalDate first = AS_OF.plusDays(1).minusYears(years);
    for (PurchaseModel world : List.of(new MbgNbd(0.8, 4, 0.6, 3), new BgNbd(0.8, 4, 0.6, 3))) {
      SeasonalCompany company = SeasonalCompany.of(world, truth, first, AS_OF, customers);
      List<Statistic> known = company.statistics();
      SeasonFit told = Seasons.of(company.orders(), AS_OF, 91).now();
      System.out.printf(
          "%s: %.0f orders a month%n", world, Arrays.stream(company.later()).average().orElse(0));
      System.out.printf("  season: %s, %s%n", told.status(), told.measures());
      for (String name : truth.parameters().keySet()) {
        System.out.printf(
            " %+.3f", told.season().parameters().get(name) / truth.parameters().get(name) - 1);
      }
      System.out.println();
      for (PurchaseFamily family : FAMILIES) {
        for (Season season : List.of(told.season(), Season.NONE)) {
          PurchaseFit fit =
              PurchaseFit.of(family, Statistic.purchases(known, new Clock(season, AS_OF)));
          System.out.printf("  %s, bias of the months from July on:%n", fit.model());
          for (double bias : company.bias(fit.model(), known, season)) {
            System.out.printf(" %+.3f", bias);
          }
          System.out.println();
        }
      }
    }
  }
}
