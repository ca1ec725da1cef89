package dev.tandem.local.cloud;

import dev.tandem.local.lambda.FunctionDefinition;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Resource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a function of the template into one that the local Lambda service runs. */
final class FunctionSetup {

    private FunctionSetup() {}

    /** @throws StartupException when the code was not built */
    static FunctionDefinition define(
            CloudTemplate template, Resource.Function function, Principals principals, URI endpoint, URI s3Endpoint) {
        List<Path> layers = template.layersOf(function);
        requireBuilt(function, function.code());
        layers.forEach(layer -> requireBuilt(function, layer));
        Map<String, String> environment = new HashMap<>(function.environment());
        // What Lambda itself would set. The SDK reads these, so no function knows where it runs.
        environment.put("AWS_ACCESS_KEY_ID", principals.functionKey(function.name()));
        environment.put("AWS_SECRET_ACCESS_KEY", principals.secret());
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("AWS_ENDPOINT_URL_S3", s3Endpoint.toString());
        return new FunctionDefinition(
                function.name(),
                function.code(),
                layers,
                function.handler(),
                function.memoryMegabytes(),
                function.timeout(),
                environment,
                function.reservedConcurrency(),
                function.onFailureArn().or(function::deadLetterArn),
                function.retries());
    }

    private static void requireBuilt(Resource.Function function, Path file) {
        if (!Files.exists(file)) {
            throw new StartupException(
                    "the code of " + function.name() + " is not built: there is no " + file + "; run the build first");
        }
    }
}
