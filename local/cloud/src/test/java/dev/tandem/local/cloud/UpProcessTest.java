package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what it prints, and that nothing outlives it. */
class UpProcessTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private Path template;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        template = ShopFixture.build(folder);
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process tandem(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtandem.root=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Tandem.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--template", template.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr-" + started.size()).toFile())
                .start();
        started.add(process);
        return process;
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("stderr-" + (started.size() - 1)));
    }

    /** The address of the READY line; every line before it is the table. */
    private URI ready(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("READY ")) {
                return URI.create(line.substring("READY ".length()));
            }
        }
        throw new AssertionError("ended without READY: " + errors());
    }

    private static List<Long> children(URI api) throws Exception {
        ShopFixture.get(api, "/items/lamp");
        List<Long> ids = new ArrayList<>();
        JsonNode state =
                MAPPER.readTree(ShopFixture.get(api, "/_local/state.json").body());
        state.path("functions").forEach(function -> function.path("processes").forEach(id -> ids.add(id.asLong())));
        assertThat(ids).isNotEmpty();
        return ids;
    }

    private static void awaitEnd(List<Long> ids) throws Exception {
        for (long id : ids) {
            ShopFixture.await(
                    () -> ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false), alive -> !alive);
        }
    }

    private Path event(String id) throws IOException {
        return Files.writeString(folder.resolve("event.json"), "{\"pathParameters\":{\"id\":\"" + id + "\"}}");
    }

    @Test
    void aSignalEndsEveryChildAndTheNextStartHasAllData() throws Exception {
        String state = folder.resolve("state").toString();
        Process first = tandem("up", "--port", "0", "--state", state);
        URI api = ready(first);
        String port = String.valueOf(api.getPort());
        JsonNode connection =
                MAPPER.readTree(ShopFixture.get(api, "/_local/connection.json").body());
        try (OwnerClients clients = new OwnerClients(
                URI.create(connection.path("aws").asText()),
                URI.create(connection.path("s3").asText()))) {
            clients.s3()
                    .putObject(
                            request -> request.bucket("tandem-partner-bucket").key("drops/a.csv"),
                            software.amazon.awssdk.core.sync.RequestBody.fromString("lamp,7"));
        }
        ShopFixture.await(() -> ShopFixture.get(api, "/items/lamp"), answer -> answer.statusCode() == 200);

        Process invoke = tandem("invoke", "LookUpItem", event("lamp").toString(), "--port", port);
        String answer = new String(invoke.getInputStream().readAllBytes());
        assertThat(invoke.waitFor()).isZero();
        assertThat(MAPPER.readTree(answer).path("body").asText()).contains("\"quantity\":\"7\"");
        assertThat(errors()).contains("looking up lamp");

        Process second = tandem("up", "--port", "0", "--state", state);
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(errors())
                .startsWith("tandem: the state folder")
                .contains("process " + first.pid())
                .hasLineCount(1);

        List<Long> children = children(api);
        first.destroy();
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        awaitEnd(children);

        Process third = tandem("up", "--port", "0", "--state", state);
        URI again = ready(third);
        assertThat(ShopFixture.get(again, "/items/lamp").body()).contains("\"7\"");
        children = children(again);
        third.destroyForcibly().waitFor();
        awaitEnd(children);

        URI afterKill = ready(tandem("up", "--port", "0", "--state", state));
        assertThat(ShopFixture.get(afterKill, "/items/lamp").body()).contains("\"7\"");
    }

    @Test
    void whatCannotStartSaysSoInOneLine() throws Exception {
        try (ServerSocket taken = takenAfterAFreePort()) {
            Process up = tandem("up", "--ephemeral", "--port", String.valueOf(taken.getLocalPort() - 1));
            assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isEqualTo(1);
            assertThat(errors())
                    .startsWith("tandem: port " + taken.getLocalPort())
                    .hasLineCount(1);
        }
        Process invoke = tandem("invoke", "Nobody", event("x").toString(), "--port", "0");
        assertThat(invoke.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(invoke.exitValue()).isEqualTo(1);
        assertThat(errors()).contains("tandem: there is no function Nobody; there are ImportDrop, LookUpItem");
    }

    /**
     * A listener on a port whose predecessor is free. Below the range that systems give to outgoing connections: a port of that range can
     * be in use a moment after it was free.
     */
    private static ServerSocket takenAfterAFreePort() throws IOException {
        for (int port = 21_000; port < 31_000; port += 7) {
            try (ServerSocket free = new ServerSocket(port)) {
                return new ServerSocket(free.getLocalPort() + 1);
            } catch (BindException taken) {
                // the next pair
            }
        }
        throw new AssertionError("There are no two free ports in a row");
    }
}
