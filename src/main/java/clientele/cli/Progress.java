package clientele.cli;

import java.util.function.Consumer;

/** Tells on stderr what is going on: each line at once, without names of customers. */
final class Progress implements Consumer<String> {
  @Override
  public void accept(String line) {
    System.err.println(line);
  }
}
