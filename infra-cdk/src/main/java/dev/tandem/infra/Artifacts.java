package dev.tandem.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.services.lambda.Code;

/** Where the zips of functions and layers come from. Paths are relative to the repository's root. */
public interface Artifacts {

    Code code(String repositoryPath);

    /** The built zips, as deployed. A zip that is not built is an error that says which one. */
    static Artifacts built(Path root) {
        return path -> {
            Path zip = root.resolve(path);
            if (!Files.isRegularFile(zip)) {
                throw new IllegalStateException(path + " is not built yet: run ./tandem synth, which builds it first");
            }
            return Code.fromAsset(zip.toString());
        };
    }

    /**
     * One small stand-in for every zip. The SAM template names a zip by its path and never by its content, so it can be
     * synthesised before anything is packaged; what comes out of this must not be deployed.
     */
    static Artifacts standIn() {
        try {
            Path directory = Files.createTempDirectory("tandem-stand-in");
            directory.toFile().deleteOnExit();
            Path file = Files.writeString(directory.resolve("stand-in.zip"), "not built");
            file.toFile().deleteOnExit();
            return path -> Code.fromAsset(file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
