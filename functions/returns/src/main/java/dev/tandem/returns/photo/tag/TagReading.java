package dev.tandem.returns.photo.tag;

/** What looking for an expected code on a photo came to. */
public sealed interface TagReading {

    /** @param code as it was read, {@code method} the step that read it */
    record Found(String code, String method) implements TagReading {}

    /** The expected code was not found, another valid one was, by at least two attempts. */
    record Mismatch(Gtin other) implements TagReading {}

    /** @param cut whether time ran out before every step was tried */
    record NotFound(boolean cut) implements TagReading {}
}
