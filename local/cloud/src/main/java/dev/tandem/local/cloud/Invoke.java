package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.local.lambda.FunctionDefinition;
import dev.tandem.local.lambda.FunctionNotFoundException;
import dev.tandem.local.lambda.InvocationResult;
import dev.tandem.local.lambda.ThrottledException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * {@code ./tandem invoke FUNCTION EVENT.json}: in the running system when one answers on the port, else in a fresh one
 * that ends with the command. The function's answer goes to standard output, its log to standard error.
 */
final class Invoke {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Invoke() {}

    static int run(Arguments typed, Path template, Path root, PrintStream out, PrintStream err)
            throws InterruptedException {
        String function = typed.words().get(0);
        byte[] event = event(Path.of(typed.words().get(1)));
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI aws = running(http, typed.port());
            if (aws != null) {
                return remote(http, aws, function, event, out, err);
            }
        } catch (IOException e) {
            throw new StartupException("the system on port " + typed.port() + " broke off: " + e, e);
        }
        err.println("tandem: nothing runs on port " + typed.port() + ", so the function runs in a fresh, empty system");
        try (EmbeddedCloud cloud = EmbeddedCloud.start(Tandem.options(typed, template, root))) {
            return local(cloud, function, event, out, err);
        }
    }

    private static byte[] event(Path file) {
        try {
            byte[] event = Files.readAllBytes(file);
            MAPPER.readTree(event);
            return event;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new StartupException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new StartupException("cannot read " + file, e);
        }
    }

    private static @org.jspecify.annotations.Nullable URI running(HttpClient http, int port)
            throws IOException, InterruptedException {
        if (port == 0) {
            return null;
        }
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_local/connection.json"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            JsonNode aws =
                    answer.statusCode() == 200 ? MAPPER.readTree(answer.body()).path("aws") : MAPPER.missingNode();
            if (!aws.isTextual()) {
                throw new StartupException("what answers on port " + port + " is not Tandem; choose another --port");
            }
            return URI.create(aws.asText());
        } catch (ConnectException e) {
            return null;
        }
    }

    private static int remote(HttpClient http, URI aws, String function, byte[] event, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(aws.resolve(
                                "/2015-03-31/functions/" + function.replaceAll("[^A-Za-z0-9_-]", "_") + "/invocations"))
                        .header("X-Amz-Log-Type", "Tail")
                        .timeout(Duration.ofMinutes(16))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(event))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new StartupException(function + ": "
                    + MAPPER.readTree(answer.body()).path("message").asText("answered " + answer.statusCode()));
        }
        String log = answer.headers()
                .firstValue("X-Amz-Log-Result")
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
                .orElse("");
        boolean failed = answer.headers().firstValue("X-Amz-Function-Error").isPresent();
        return show(answer.body(), failed, log, out, err);
    }

    private static int local(EmbeddedCloud cloud, String function, byte[] event, PrintStream out, PrintStream err) {
        try {
            InvocationResult result = cloud.lambda().invoke(function, event, true);
            return show(result.payload(), result.failed(), result.logTail(), out, err);
        } catch (FunctionNotFoundException e) {
            String names = cloud.lambda().functions().stream()
                    .map(FunctionDefinition::name)
                    .collect(Collectors.joining(", "));
            throw new StartupException("there is no function " + function + "; there are " + names, e);
        } catch (ThrottledException e) {
            throw new StartupException(function + " did not start in time: " + e.getMessage(), e);
        }
    }

    private static int show(byte[] payload, boolean failed, String log, PrintStream out, PrintStream err) {
        if (!log.isBlank()) {
            err.println(log.stripTrailing());
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        try {
            text = MAPPER.readTree(payload).toPrettyString();
        } catch (IOException e) {
            // Not JSON: shown as it is.
        }
        out.println(text);
        if (failed) {
            err.println("tandem: the function failed");
        }
        return failed ? 1 : 0;
    }
}
