package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    private static final Path DEFAULT = Path.of("/x/.tandem/state");

    private static Arguments parse(String line) {
        return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), DEFAULT);
    }

    @Test
    void stateIsKeptUnlessTheUserSaysOtherwise() {
        assertThat(parse("up").state()).contains(DEFAULT);
        assertThat(parse("up").port()).isEqualTo(8080);
        assertThat(parse("up --ephemeral").state()).isEmpty();
        assertThat(parse("up --port 9000 --state /tmp/s --demo").state()).contains(Path.of("/tmp/s"));
        assertThat(parse("invoke LookupStock events/a.json --port 9000").words())
                .containsExactly("LookupStock", "events/a.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "up --port",
                "up --port many",
                "up --port 70000",
                "up --port -1",
                "up --state a --ephemeral",
                "up now",
                "up --fast",
                "invoke",
                "invoke A",
                "invoke A b c"
            })
    void whatIsTypedWronglyIsToldWithTheUsage(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(Arguments.UsageException.class);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Tandem.run(
                line.isEmpty() ? List.of() : List.of(line.split(" ")),
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("tandem: ").contains("usage: ./tandem up");
    }
}
