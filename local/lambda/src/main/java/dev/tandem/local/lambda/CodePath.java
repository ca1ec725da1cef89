package dev.tandem.local.lambda;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Class path of a child JVM.
 *
 * @param jars in order
 * @param hash of their content and order
 */
record CodePath(List<Path> jars, String hash) {
    String asArgument() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
