package dev.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.local.lambda.FunctionDefinition;
import dev.tandem.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every function has a sample event, every sample has a function, and each runs in the real runtime client. */
@ExtendWith(RunningTandem.Extension.class)
class SampleEventsTest {
    private static Path sample(String function) {
        String name = function.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        return RunningTandem.root().resolve("events/" + name + ".json");
    }

    @Test
    void everyFunctionAnswersItsSample(RunningTandem tandem) throws Exception {
        for (FunctionDefinition function : tandem.cloud().lambda().functions()) {
            assertThat(sample(function.name())).exists();
            InvocationResult result =
                    tandem.cloud().lambda().invoke(function.name(), Files.readAllBytes(sample(function.name())));
            String payload = new String(result.payload(), StandardCharsets.UTF_8);
            assertThat(result.functionError())
                    .as(function.name() + ": " + payload)
                    .isEmpty();
            assertThat(payload).as(function.name()).doesNotContain("\"statusCode\":5");
        }
    }

    @Test
    void everySampleBelongsToAFunction(RunningTandem tandem) throws Exception {
        List<Path> expected = tandem.cloud().lambda().functions().stream()
                .map(function -> sample(function.name()))
                .toList();
        try (Stream<Path> files = Files.list(RunningTandem.root().resolve("events"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
