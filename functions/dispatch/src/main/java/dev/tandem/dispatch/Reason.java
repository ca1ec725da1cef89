package dev.tandem.dispatch;

/** The body of a request that only says why. */
record Reason(String reason) {
    private static final int LONGEST = 300;

    Reason {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
            throw new IllegalArgumentException("reason takes 1 to " + LONGEST + " characters");
        }
    }
}
