package dev.tandem.returns.photo;

/**
 * What one check of the photos came to.
 *
 * @param photo number of the photo, from 0; -1 where the check is about all of them
 * @param words for the shopper
 * @param nextStep what the shopper can do; empty where there is nothing to do
 * @param detail for staff and the log: the other code, the earlier photo, figures; never shown to the shopper
 */
public record CheckResult(Check check, Outcome outcome, int photo, String words, String nextStep, String detail) {

    public enum Check {
        /** Only ever passed or unknown: a photo that cannot be judged is asked for again. */
        QUALITY,
        /** The code on the hang tag. */
        TAG_CODE,
        /** Only ever passed or unknown: supporting evidence. */
        SAME_ITEM,
        /** Not a photo of an earlier return. */
        NEW_PHOTO,
        /** Taken after the delivery, where the camera says when. */
        CAPTURE_TIME
    }

    public enum Outcome {
        PASSED,
        FAILED,
        UNKNOWN
    }
}
