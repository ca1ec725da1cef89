package dev.tandem.forecast.refresh;

import java.util.Optional;

/** The published version. Manifests never change, so the one at hand is kept until another is published. */
public final class Versions {
    private final RunBook book;
    private final DataFiles files;
    private Manifest held;

    public Versions(RunBook book, DataFiles files) {
        this.book = book;
        this.files = files;
        this.held = Manifest.none(new dev.tandem.forecast.history.Groups(1));
    }

    /** Empty before the first publication. */
    public synchronized Optional<Manifest> current() {
        return book.published().map(plan -> {
            if (!held.plan().equals(plan)) {
                held = of(plan);
            }
            return held;
        });
    }

    /** The version that a plan starts from. */
    Manifest base(String plan) {
        return plan.isEmpty() ? Manifest.none(book.groups()) : of(plan);
    }

    private Manifest of(String plan) {
        return Manifest.read(files.read(Keys.manifest(plan))
                .orElseThrow(() -> new IllegalStateException("The manifest of " + plan + " is gone")));
    }
}
