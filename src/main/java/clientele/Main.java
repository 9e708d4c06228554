package clientele;

import clientele.cli.Clientele;

/** Starts the program; the only place that ends it. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Clientele.execute(arguments));
  }
}
