package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One check of one photo.
 *
 * @param photoId absent when the photo is missing
 * @param check its name, such as {@code blur} or {@code tag-code}
 * @param retake whether another photo is asked for: never a ground to reject
 * @param text for the shopper
 * @param next what the shopper can do about it
 */
public record PhotoCheck(
        @Nullable String photoId,
        String check,
        Outcome outcome,
        boolean retake,
        String text,
        @Nullable String next) {
    public PhotoCheck {
        if (retake && outcome == Outcome.REJECTED) {
            throw new IllegalArgumentException("A photo that is asked for again is no ground to reject");
        }
        if (check.equals(OpinionCheck.NAME) && outcome == Outcome.REJECTED) {
            throw new IllegalArgumentException("A second opinion is no ground to reject");
        }
    }
}
