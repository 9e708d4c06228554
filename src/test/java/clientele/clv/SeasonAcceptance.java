package clientele.clv;

import clientele.model.BgNbd;
import clientele.model.MbgNbd;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseModel;
import clientele.model.Season;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How far off forecasts of single months are where December is fourfold, with the season and
 * without. Too long for the build: a program of its own, which prints what it finds. Arguments: how
 * many customers, over how many years.
 */
final class SeasonAcceptance {
  private static final LocalDate AS_OF = LocalDate.of(2024, 6, 30);

  private SeasonAcceptance() {}

  public static void main(String[] arguments) {
    int customers = Integer.parseInt(arguments[0]);
    int years = Integer.parseInt(arguments[1]);
    double[] speeds = new double[12];
    Arrays.fill(speeds, 1);
    speeds[11] = 4;
    Map<PurchaseFamily, PurchaseModel> truths =
        Map.of(
            PurchaseFamily.BG_NBD, new BgNbd(0.243, 4.414, 0.793, 2.426),
            PurchaseFamily.MBG_NBD, new MbgNbd(0.525, 6.183, 0.891, 1.614));
    truths.forEach(
        (family, truth) -> {
          LocalDate first = AS_OF.plusDays(1).minusYears(years);
          SeasonalCompany company =
              SeasonalCompany.of(truth, Season.of(speeds), first, AS_OF, customers);
          List<Statistic> known = company.statistics();
          Seasons seasons = Seasons.of(company.orders(), AS_OF, 91);
          System.out.printf(
              "%s, %.0f orders a month%n",
              family.label(), Arrays.stream(company.later()).sum() / 12);
          System.out.printf("  %s: %s%n", seasons.now().status(), seasons.now().measures());
          for (Season season : List.of(seasons.now().season(), Season.NONE)) {
            PurchaseFit fit =
                PurchaseFit.of(family, Statistic.purchases(known, new Clock(season, AS_OF)));
            System.out.printf("  %s, bias of months from July on:%n", fit.model());
            for (double bias : company.bias(fit.model(), known, season)) {
              System.out.printf(" %+.3f", bias);
            }
            System.out.println();
          }
        });
  }
}
