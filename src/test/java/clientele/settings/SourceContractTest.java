package clientele.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceContractTest {
  @ParameterizedTest
  @EnumSource
  void theKeyIsMadeOfColumnsOfTheSource(SourceName source) {
    SourceContract contract = SourceContract.of(source);

    assertThat(contract.source()).isEqualTo(source);
    assertThat(contract.fields()).extracting(SourceContract.Field::name).doesNotHaveDuplicates();
    assertThat(contract.key()).allMatch(name -> contract.field(name).isPresent());
    assertThat(contract.fields()).anyMatch(SourceContract.Field::isRequired);
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsOneOfSpark(SourceName source) {
    assertThat(SourceContract.of(source).fields())
        .allSatisfy(field -> assertThat(DataType.fromDDL(field.type())).isNotNull());
  }
}
