package clientele.catalogue;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * A column of a table: its name has this one type and meaning in the whole project.
 *
 * @param comment meaning; unit; range; what null means
 */
public record TableColumn(String name, DataType type, String comment) {
  /** The column by its name, for use in a transform. */
  public Column col() {
    return org.apache.spark.sql.functions.col(name);
  }

  /** The column of an aliased dataset. */
  public Column of(String alias) {
    return org.apache.spark.sql.functions.col(alias + "." + name);
  }

  /** An expression named and typed as this column. */
  public Column as(Column expression) {
    return expression.cast(type).as(name);
  }

  StructField field() {
    return new StructField(
        name, type, true, new MetadataBuilder().putString("comment", comment).build());
  }
}
