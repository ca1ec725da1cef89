package dev.tandem.returns.photo.tag;

import java.util.Optional;

/** A code as one attempt read it; {@code twoDimensional} for QR, where the text may hold more than a number. */
public record CodeRead(String text, boolean twoDimensional) {

    public Optional<Gtin> gtin() {
        return twoDimensional ? Gtin.inText(text) : Gtin.of(text);
    }
}
