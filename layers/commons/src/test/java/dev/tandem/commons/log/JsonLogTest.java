package dev.tandem.commons.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;
import software.amazon.lambda.powertools.logging.internal.LoggingManagerRegistry;

class JsonLogTest {
    private static final Logger LOG = LoggerFactory.getLogger(JsonLogTest.class);

    @Test
    void writesWhatPowertoolsKnowsAboutTheCallAndTheArguments() {
        JsonNode line = only(() -> Logs.around(new TestContext(), "corr-1", () -> {
            LOG.warn("Refused {} times", 3, StructuredArguments.entry("code", "SKU_NOT_FOUND"));
            return "";
        }));

        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("message").asText()).isEqualTo("Refused 3 times");
        assertThat(line.path("code").asText()).isEqualTo("SKU_NOT_FOUND");
        assertThat(line.path("correlation_id").asText()).isEqualTo("corr-1");
        assertThat(line.path("cold_start").isBoolean()).isTrue();
        assertThat(line.path("function_memory_size").isIntegralNumber()).isTrue();
        assertThat(line.path("function_request_id").asText()).isEqualTo(new TestContext().getAwsRequestId());
        assertThat(line.has("service")).isTrue();
        assertThat(Instant.parse(line.path("timestamp").asText()))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(line.has("error")).isFalse();
    }

    @Test
    void writesAnErrorWithItsCauseOnOneLine() {
        JsonNode line = only(() -> LOG.error(
                "Failed",
                StructuredArguments.entry("n", 7),
                new IllegalStateException("a\nb", new RuntimeException("why"))));

        assertThat(line.path("n").asInt()).isEqualTo(7);
        assertThat(line.path("error").path("message").asText()).isEqualTo("a\nb");
        assertThat(line.path("error").path("name").asText()).isEqualTo(IllegalStateException.class.getName());
        assertThat(line.path("error").path("stack").asText()).contains("Caused by: java.lang.RuntimeException: why");
    }

    @Test
    void anyTextComesOutAsItWentIn() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(20, 0, 0x3000)
                    .filter(c -> !Character.isSurrogate((char) c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            JsonNode line = only(() -> LOG.info("{}", text, StructuredArguments.entry("text", text)));
            assertThat(line.path("message").asText()).isEqualTo(text);
            assertThat(line.path("text").asText()).isEqualTo(text);
        }
    }

    @Test
    void linesOfManyThreadsDoNotMix() {
        List<JsonNode> lines = logged(() -> {
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < 400; i++) {
                    threads.submit(() -> LOG.info("x".repeat(3_000)));
                }
            }
        });
        assertThat(lines)
                .hasSize(400)
                .allSatisfy(line -> assertThat(line.path("message").asText()).hasSize(3_000));
    }

    @Test
    void aLevelIsForAllButTheSdkStaysAtWarn() {
        Logger sdk = LoggerFactory.getLogger("software.amazon.awssdk.request");
        try {
            LoggingManagerRegistry.getLoggingManager().setLogLevel(Level.DEBUG);
            assertThat(logged(() -> LOG.debug("shown"))).hasSize(1);
            assertThat(logged(() -> sdk.info("hidden"))).isEmpty();
            assertThat(LoggingManagerRegistry.getLoggingManager().getLogLevel(sdk))
                    .isEqualTo(Level.WARN);
        } finally {
            LoggingManagerRegistry.getLoggingManager().setLogLevel(Level.INFO);
        }
        assertThat(logged(() -> LOG.debug("hidden"))).isEmpty();
    }

    @Test
    void timesAreUtcWithMilliseconds() {
        assertThat(JsonLogger.timestamp(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        Random random = new Random(2);
        for (int i = 0; i < 1_000; i++) {
            long millis = random.nextLong(-2_000_000_000_000L, 8_000_000_000_000L);
            assertThat(Instant.parse(JsonLogger.timestamp(millis))).isEqualTo(Instant.ofEpochMilli(millis));
        }
    }

    private static JsonNode only(Runnable work) {
        List<JsonNode> lines = logged(work);
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    private static List<JsonNode> logged(Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().map(Json::tree).toList();
    }
}
