package dev.tandem.bench;

/** What a bench is doing, on standard error. */
final class Progress {
    private Progress() {}

    static void say(String what) {
        System.err.println("bench: " + what);
    }
}
