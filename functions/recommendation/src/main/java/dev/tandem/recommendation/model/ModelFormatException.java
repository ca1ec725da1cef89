package dev.tandem.recommendation.model;

import java.io.IOException;

/** A model file that must not be used: damaged, of another kind, or written by a newer version. */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1;

    public ModelFormatException(String message) {
        super(message);
    }
}
