/**
 * From source files to silver tables. Files are examined before they are read, rows are brought to
 * canonical columns, rows of one key are decided between, and every row read has one outcome.
 */
package clientele.ingest;
