package clientele.fold;

import java.util.List;

/** The shrunk shares of groups beside each other, step by step, to be compared with. */
public final class ShrunkShares {
  private ShrunkShares() {}

  /**
   * One group.
   *
   * @param k members that have it
   * @param n members; 0: there is no share
   */
  public record Group(long k, long n) {
    double share() {
      return (double) k / n;
    }
  }

  /** The shrunk share of a group that is one of them; null if it has no members. */
  public static Double share(Group group, List<Group> all) {
    List<Group> counted = all.stream().filter(one -> one.n() > 0).toList();
    double members = counted.stream().mapToLong(Group::n).sum();
    double p = counted.stream().mapToLong(Group::k).sum() / members;
    double spread = 0;
    double weight = 0;
    for (Group one : counted) {
      spread += one.n() * Math.pow(one.share() - p, 2);
      weight += (1 - one.n() / members) * (one.n() - 1);
    }
    double excess = spread / (p * (1 - p)) - (counted.size() - 1);
    double rho = weight == 0 || p == 0 || p == 1 ? 0 : Math.max(0, Math.min(1, excess / weight));
    if (group.n() == 0) {
      return null;
    }
    if (rho == 0) {
      return p;
    }
    double strength = 1 / rho - 1;
    return (group.k() + strength * p) / (group.n() + strength);
  }
}
