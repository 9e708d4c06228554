package clientele.job;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Layer;
import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every job of the list declares holds for all of them together. */
class JobContractTest {
  /** Written by the run itself, outside any job. */
  private static final Set<Table> OF_THE_RUN = Set.of(Tables.RUN_LOG, Tables.PUBLICATION_TABLE);

  @TestFactory
  Stream<DynamicTest> everyTableHasOneWriter() {
    return Tables.ALL.stream()
        .filter(table -> !OF_THE_RUN.contains(table))
        .map(
            table ->
                DynamicTest.dynamicTest(
                    table.fullName(), () -> assertThat(writers(table)).hasSize(1)));
  }

  @Test
  void noJobWritesTheLogs() {
    assertThat(OF_THE_RUN).allSatisfy(table -> assertThat(writers(table)).isEmpty());
  }

  @Test
  void onlyTablesOfTheCatalogueAreDeclared() {
    for (Job job : Jobs.ALL) {
      assertThat(Tables.ALL).as(job.name()).containsAll(job.reads()).containsAll(job.writes());
      assertThat(job.reads()).as(job.name()).doesNotHaveDuplicates();
      assertThat(job.writes()).as(job.name()).doesNotHaveDuplicates();
    }
  }

  @TestFactory
  Stream<DynamicTest> whatAJobReadsWasWrittenByAnEarlierJob() {
    List<DynamicTest> tests = new ArrayList<>();
    Set<Table> written = new HashSet<>(OF_THE_RUN);
    for (Job job : Jobs.ALL) {
      Set<Table> before = Set.copyOf(written);
      tests.add(
          DynamicTest.dynamicTest(job.name(), () -> assertThat(before).containsAll(job.reads())));
      written.addAll(job.writes());
    }
    return tests.stream();
  }

  @Test
  void theGraphHasNoCycle() {
    for (Job job : Jobs.ALL) {
      int own = Jobs.ALL.indexOf(job);
      assertThat(JobGraph.upstream(job))
          .as("what feeds " + job.name())
          .allSatisfy(other -> assertThat(Jobs.ALL.indexOf(other)).isLessThan(own));
    }
  }

  @Test
  void publishComesLastAndAfterEveryJob() {
    Job last = Jobs.ALL.get(Jobs.ALL.size() - 1);

    assertThat(last).isInstanceOf(PublishJob.class);
    assertThat(JobGraph.upstream(last)).isEqualTo(Jobs.ALL.subList(0, Jobs.ALL.size() - 1));
  }

  @Test
  void namesAreUniqueAndKebabCase() {
    assertThat(Jobs.ALL)
        .extracting(Job::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void summariesAreOneLineThatFitsIntoJsonAndIntoATable() {
    assertThat(Jobs.ALL)
        .allSatisfy(
            job ->
                assertThat(job.summary())
                    .isNotBlank()
                    .hasSizeLessThan(90)
                    .matches("[^\"\\\\|\n]+"));
  }

  @Test
  void jobsThatOnlyTransformWriteSlicesOfTheBusinessDate() {
    for (Job job : Jobs.ALL) {
      if (job instanceof TableJob) {
        assertThat(job.writes())
            .as(job.name())
            .allMatch(table -> table.layer() == Layer.GOLD && table.slice() == Slice.AS_OF);
      }
    }
  }

  private static List<String> writers(Table table) {
    return Jobs.ALL.stream().filter(job -> job.writes().contains(table)).map(Job::name).toList();
  }
}
