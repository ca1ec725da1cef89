package dev.tandem.bench;

import dev.tandem.local.cloud.EmbeddedCloud;
import dev.tandem.local.cloud.Options;
import java.io.IOException;
import java.nio.file.Path;

/** Embedded clouds of the whole system, for measuring. */
final class Clouds {
    private Clouds() {}

    static Path root() {
        return Path.of(System.getProperty("tandem.root", "."));
    }

    static EmbeddedCloud ephemeral() throws IOException, InterruptedException {
        return EmbeddedCloud.start(Options.ephemeral(root().resolve("samplesam.json")));
    }
}
