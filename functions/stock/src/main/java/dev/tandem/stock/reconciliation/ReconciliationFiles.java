package dev.tandem.stock.reconciliation;

import java.util.Optional;

/** Where the steps of the workflow leave what is too large to hand on, and the report in the end. */
public interface ReconciliationFiles {
    /** The name of the place, for the workflow's own reader. */
    String bucket();

    Optional<byte[]> read(String key);

    void write(String key, byte[] json);

    /** The folder of a day. */
    static String folder(String date) {
        return "reconciliation/" + date + "/";
    }

    static String planKey(String date, String run) {
        return folder(date) + run + "/locations.json";
    }

    static String resultKey(String date, String run, String location) {
        return folder(date) + run + "/locations/" + location + ".json";
    }

    static String reportKey(String date) {
        return folder(date) + "report.json";
    }
}
