package dev.tandem.forecast.export;

/**
 * A file of an export that is written.
 *
 * @param number of the part, 0 for the sums
 * @param name below the export's folder
 * @param rows without the heading
 * @param bytes as compressed
 * @param sha256 of these bytes, in hexadecimal
 */
public record ExportFile(int number, String name, long rows, long bytes, String sha256) {}
