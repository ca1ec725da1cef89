package dev.tandem.local.cloud;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What to boot and where.
 *
 * @param template the SAM template
 * @param parameters values of its parameters
 * @param port of the API on 127.0.0.1; the AWS endpoint gets the next one, S3 the one after; 0 picks three free ones
 * @param state folder that everything lasting lives under; empty keeps nothing
 * @param cache folder of unpacked code and ahead-of-time caches, shared by all clouds of a user
 * @param maxProcessesPerFunction most child processes of one function
 * @param probe path of the API that must answer before the cloud counts as ready; empty probes nothing
 */
public record Options(
        Path template,
        Map<String, String> parameters,
        int port,
        Optional<Path> state,
        Path cache,
        int maxProcessesPerFunction,
        Optional<String> probe) {

    public static final int DEFAULT_PORT = 8080;

    public Options {
        parameters = Map.copyOf(parameters);
        if (port < 0 || port > 65_533) {
            throw new StartupException("port " + port + " is not between 0 and 65533");
        }
    }

    /** Free ports, nothing kept. */
    public static Options ephemeral(Path template) {
        Path folder = Optional.ofNullable(template.toAbsolutePath().getParent()).orElseThrow();
        return new Options(
                template, Map.of(), 0, Optional.empty(), folder.resolve(".tandem/cache"), 4, Optional.empty());
    }

    public Options withPort(int newPort) {
        return new Options(template, parameters, newPort, state, cache, maxProcessesPerFunction, probe);
    }

    public Options withState(Path folder) {
        return new Options(template, parameters, port, Optional.of(folder), cache, maxProcessesPerFunction, probe);
    }

    public Options withCache(Path folder) {
        return new Options(template, parameters, port, state, folder, maxProcessesPerFunction, probe);
    }

    public Options withMaxProcessesPerFunction(int processes) {
        return new Options(template, parameters, port, state, cache, processes, probe);
    }

    public Options withProbe(String path) {
        return new Options(template, parameters, port, state, cache, maxProcessesPerFunction, Optional.of(path));
    }

    public Options withParameters(Map<String, String> values) {
        return new Options(template, values, port, state, cache, maxProcessesPerFunction, probe);
    }

    /** The port of the AWS endpoint, or 0 for a free one. */
    int awsPort() {
        return port == 0 ? 0 : port + 1;
    }

    /** The port of S3, or 0 for a free one. */
    int s3Port() {
        return port == 0 ? 0 : port + 2;
    }
}
