package clientele.insight;

import clientele.insight.History.Contact;
import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** 62 % stop buying after poor service. */
final class StoppedAfterPoorService implements Insight {
  private static final int FOLLOW_UP = 180;
  private static final int RECENT = 90;
  private static final int MANY = 3;

  @Override
  public String name() {
    return "stopped_after_poor_service";
  }

  @Override
  public String question() {
    return "Do customers stop buying after poor service?";
  }

  @Override
  public Measure measure() {
    return Measure.SHARE;
  }

  @Override
  public Claim claim() {
    return Claim.share(0.62);
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.SERVICE_CONTACTS);
  }

  @Override
  public String method() {
    return "share without an order in 180 days after the first contact rated 1-2, minus that after"
        + " the first rated 4-5, in the same strata, stage and orders in the 90 days before";
  }

  @Override
  public String note() {
    return "associated with poor service; contacts without a rating are left out";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return Stream.concat(
        after(history, frame, Contact::isPoor, true),
        after(history, frame, Contact::isGood, false));
  }

  private static Stream<Unit> after(
      History history, Frame frame, Predicate<Contact> kind, boolean isExposed) {
    return history
        .firstContact(kind)
        .filter(contact -> frame.hasSeen(contact.day(), FOLLOW_UP))
        .map(contact -> unit(history, contact, isExposed))
        .stream();
  }

  private static Unit unit(History history, Contact contact, boolean isExposed) {
    int index = contact.day();
    int recent = Math.min(MANY, history.occasions(index - RECENT, index));
    Stratum stratum = history.stratum(index, Integer.toString(recent), contact.stage());
    return Unit.of(isExposed, stratum, history.buys(index, index + FOLLOW_UP) ? 0 : 1)
        .before(history.buys(index - 2 * FOLLOW_UP, index - FOLLOW_UP) ? 0 : 1)
        .at(contact.stage());
  }

  @Override
  public List<Answer> raw(Cells cells) {
    Moments poor = cells.exposed();
    return List.of(Answer.share(poor, Minimum.OF_SHARES));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells, Minimum.OF_SHARES));
  }
}
