package dev.tandem.commons.drops;

import org.jspecify.annotations.Nullable;

/**
 * A file that has arrived.
 *
 * @param versionId the object's version where the bucket keeps versions
 * @param delivery tells this arrival from another under the same key; a message that comes twice has it twice
 */
public record Drop(String key, @Nullable String versionId, String delivery) {
    /** Where the account of what became of the file is put. */
    public String reportKey() {
        return reportKey(key);
    }

    public static String reportKey(String key) {
        return "reports/" + key + ".json";
    }

    /** Where the lines are put that were set aside, as JSON Lines. */
    public String rejectedKey() {
        return "rejected/" + key;
    }
}
