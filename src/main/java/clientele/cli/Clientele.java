package clientele.cli;

import clientele.error.ClienteleException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;

/** The command line: its commands, and what becomes of their failures. */
@Command(
    name = "clientele",
    mixinStandardHelpOptions = true,
    versionProvider = Clientele.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "The nightly batch that tells a company which customers stay, which are leaving and how"
          + " satisfied they are.",
      ""
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      GenerateCommand.class,
      ReadCommands.Sql.class,
      ReadCommands.Show.class,
      WindowCommand.class,
      InspectCommands.Status.class,
      InspectCommands.ListJobs.class,
      InspectCommands.Graph.class,
      InspectCommands.ListTables.class
    },
    footer = {
      "",
      "Exit codes: 0 done; 64 wrong usage; 65 data refused, nothing published; 70 a bug; 74 input or"
          + " output (retry); 75 locked, or the date's data is not complete (retry); 78"
          + " configuration, or too little memory.",
      "Start with: clientele demo"
    })
public final class Clientele {
  private Clientele() {}

  /** Runs a command line and returns the exit code. */
  public static int execute(String... arguments) {
    boolean verbose = Arrays.asList(arguments).contains("--verbose");
    CommandLine commandLine = new CommandLine(new Clientele());
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    commandLine
        .setExecutionExceptionHandler(failureHandler(verbose))
        .setParameterExceptionHandler(usageHandler());
    try {
      return commandLine.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    } catch (OutOfMemoryError e) {
      commandLine
          .getErr()
          .println(
              "clientele: Not enough memory. Give more, as with CLIENTELE_JAVA_OPTS=-Xmx8g (with"
                  + " spark-submit: --driver-memory 8g).");
      return ExitCode.CONFIG.code();
    }
  }

  private static IExecutionExceptionHandler failureHandler(boolean verbose) {
    return (failure, command, parsed) -> {
      ExitCode code = ExitCode.of(failure);
      if (verbose || !(failure instanceof ClienteleException)) {
        failure.printStackTrace(command.getErr());
      }
      String kind = code == ExitCode.BUG ? "This is a bug in Clientele: " : "";
      command.getErr().println("clientele: " + kind + failure.getMessage());
      return code.code();
    };
  }

  private static IParameterExceptionHandler usageHandler() {
    return (failure, arguments) -> {
      CommandLine command = failure.getCommandLine();
      command.getErr().println("clientele: " + failure.getMessage());
      command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
      return ExitCode.USAGE.code();
    };
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Clientele.class.getPackage().getImplementationVersion();
      return new String[] {"clientele " + (version == null ? "development" : version)};
    }
  }
}
