package clientele;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import clientele.error.ClienteleException;
import clientele.error.Errors;
import clientele.job.Jobs;
import clientele.job.StoreJob;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.Slice;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;

/**
 * The architecture as rules that the build keeps: what may use what, and why.
 *
 * <p>A package that is not named below is a feature, so that a new feature is under the rules from
 * its first class on.
 */
@AnalyzeClasses(packages = "clientele", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** What every feature may use. */
  private static final Set<String> SHARED =
      Set.of("job", "catalogue", "settings", "model", "fold", "error", "shaded");

  /** What no feature may use: it reads, writes, talks to the user, or makes up data. */
  private static final Set<String> SHELL = Set.of("io", "cli", "generate");

  /** Where source files come in: the one feature that reads files, through {@code io}. */
  private static final String INTAKE = "ingest";

  /** Features whose job has to look before it writes ({@link StoreJob}), so it may run actions. */
  private static final Set<String> LOOKING = Set.of(INTAKE, "month");

  private static final Set<String> ACTIONS =
      Set.of(
          "collect",
          "collectAsList",
          "count",
          "first",
          "foreach",
          "foreachPartition",
          "head",
          "isEmpty",
          "reduce",
          "show",
          "tail",
          "take",
          "takeAsList",
          "toLocalIterator");

  private static final Set<String> CLOCK_FUNCTIONS =
      Set.of(
          "curdate",
          "current_date",
          "current_time",
          "current_timestamp",
          "localtimestamp",
          "now",
          "unix_timestamp");

  private static final Set<String> CHANCE_FUNCTIONS =
      Set.of("monotonically_increasing_id", "rand", "randn", "random", "shuffle", "uuid");

  @ArchTest
  static final ArchRule MODELS_ARE_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage("clientele.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "clientele.model..", "org.hipparchus..", "org.apache.commons.math3..")
          .because("a formula is read, tested and called on executors without Spark");

  @ArchTest
  static final ArchRule NUMERIC_LIBRARY_IS_USED_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("clientele.model.numeric..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hipparchus..", "org.apache.commons.math3..")
          .because("it can then be exchanged, and its failures are handled, in one place");

  @ArchTest
  static final ArchRule TABLES_ARE_WRITTEN_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackages("clientele.io..", "clientele.generate..")
          .should()
          .dependOnClassesThat(
              assignableTo(DataFrameWriter.class)
                  .or(assignableTo(DataFrameWriterV2.class))
                  .or(JavaClass.Predicates.resideInAnyPackage("io.delta.tables..")))
          .because("every write goes through the checks, the lease and the log of one protocol");

  @ArchTest
  static final ArchRule FEATURES_MEET_ONLY_THROUGH_TABLES =
      slices()
          .matching("clientele.(*)..")
          .that(describe("are features", ArchitectureTest::isFeature))
          .should()
          .notDependOnEachOther()
          .because("tables are the interface: each feature can be read, tested and run alone");

  @ArchTest
  static final ArchRule FEATURES_DO_NOT_READ_WRITE_OR_TALK =
      noClasses()
          .that(areInFeatures())
          .and()
          .resideOutsideOfPackage("clientele." + INTAKE + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              SHELL.stream().map(name -> "clientele." + name + "..").toArray(String[]::new))
          .because("a job is a function between tables; the runner reads, writes and reports");

  @ArchTest
  static final ArchRule TRANSFORMS_ARE_LAZY =
      noClasses()
          .that(areInFeatures())
          .and()
          .areNotAssignableTo(StoreJob.class)
          .and()
          .resideOutsideOfPackages(
              LOOKING.stream().map(name -> "clientele." + name + "..").toArray(String[]::new))
          .should()
          .callMethodWhere(isCallOf(Dataset.class, ACTIONS))
          .because(
              "an action inside a transform computes its input twice, and may not fit the driver");

  @ArchTest
  static final ArchRule TIME_IS_A_PARAMETER =
      noClasses()
          .that()
          .resideOutsideOfPackage("clientele.cli..")
          .should()
          .callMethodWhere(isCallOf(System.class, Set.of("currentTimeMillis")))
          .orShould()
          .callMethodWhere(
              isCallOf(Clock.class, Set.of("system", "systemUTC", "systemDefaultZone")))
          .orShould()
          .callMethodWhere(readsTheClockOfJavaTime())
          .orShould()
          .callConstructorWhere(makesTheDateOfToday())
          .orShould()
          .callMethodWhere(isCallOf(functions.class, CLOCK_FUNCTIONS))
          .because(
              "a date run again gives the same tables; times for the log come from the Clock"
                  + " that the command line hands in");

  @ArchTest
  static final ArchRule NOTHING_IS_LEFT_TO_CHANCE =
      noClasses()
          .should()
          .callMethodWhere(isCallOf(functions.class, CHANCE_FUNCTIONS))
          .because(
              "their values depend on how rows are spread over partitions, so a second run gives"
                  + " others, with a seed too; a hash of the key is stable");

  @ArchTest
  static final ArchRule RESULTS_ARE_PRINTED_BY_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("clientele.cli..")
          .should()
          .accessField(System.class, "out")
          .because("stdout holds results only, so that another program can read it");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices()
          .matching("clientele.(*)..")
          .should()
          .beFreeOfCycles()
          // The list of all jobs knows every feature; no feature knows the list.
          .ignoreDependency(type(Jobs.class), alwaysTrue())
          .because("packages that need each other are one package");

  @ArchTest
  static final ArchRule JOBS_ARE_LISTED_FOR_THE_SHELL_ONLY =
      noClasses()
          .that(areInFeatures())
          .should()
          .dependOnClassesThat(type(Jobs.class))
          .because("the list of jobs knows every feature: that would be a cycle");

  @ArchTest
  static final ArchRule USER_ERRORS_ARE_WORDED_IN_ONE_PLACE =
      noClasses()
          .that(not(type(Errors.class)))
          .and()
          .areNotAssignableTo(ClienteleException.class)
          .should()
          .callConstructorWhere(
              describe(
                  "makes a ClienteleException",
                  call -> call.getTargetOwner().isAssignableTo(ClienteleException.class)))
          .because("all wording in one file is reviewed like an interface");

  @ArchTest
  static final ArchRule ONLY_MAIN_ENDS_THE_PROGRAM =
      noClasses()
          .that(not(type(Main.class)))
          .should()
          .callMethodWhere(isCallOf(System.class, Set.of("exit")))
          .orShould()
          .callMethodWhere(isCallOf(Runtime.class, Set.of("exit")))
          .because("leases are given back, and the exit code is chosen, on one way out");

  private static boolean isFeature(Slice slice) {
    return isFeature(slice.getNamePart(1));
  }

  private static boolean isFeature(String name) {
    return !SHARED.contains(name) && !SHELL.contains(name);
  }

  private static DescribedPredicate<JavaClass> areInFeatures() {
    return describe(
        "are in features",
        javaClass -> {
          String[] names = javaClass.getPackageName().split("\\.", -1);
          return names.length > 1 && names[0].equals("clientele") && isFeature(names[1]);
        });
  }

  private static DescribedPredicate<JavaMethodCall> isCallOf(Class<?> owner, Set<String> methods) {
    return describe(
        "is a call of " + owner.getSimpleName() + "." + String.join("|", new TreeSet<>(methods)),
        call -> call.getTargetOwner().isAssignableTo(owner) && methods.contains(call.getName()));
  }

  private static DescribedPredicate<JavaMethodCall> readsTheClockOfJavaTime() {
    return describe(
        "is a call of java.time.*.now without a Clock",
        call ->
            call.getTargetOwner().getPackageName().equals("java.time")
                && call.getName().equals("now")
                && call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(parameter -> parameter.isEquivalentTo(Clock.class)));
  }

  private static DescribedPredicate<JavaConstructorCall> makesTheDateOfToday() {
    return describe(
        "is new Date()",
        call ->
            call.getTargetOwner().isEquivalentTo(Date.class)
                && call.getTarget().getRawParameterTypes().isEmpty());
  }
}
