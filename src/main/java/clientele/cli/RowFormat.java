package clientele.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How rows are printed. */
enum RowFormat {
  TABLE,
  CSV,
  JSON;

  /** Reads the format in any letter case. */
  static final class Converter implements ITypeConverter<RowFormat> {
    @Override
    public RowFormat convert(String text) {
      try {
        return valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' is none of table, csv, json");
      }
    }
  }
}
