package dev.tandem.local.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of journals: {@code executions/<hash>.jsonl}, one per execution, and {@code definitions/<hash>.json}, what
 * they were started with, because an execution keeps its definition when the machine changes.
 */
final class ExecutionStore {
    /** As on AWS, closed executions are kept for 90 days. */
    private static final Duration RETENTION = Duration.ofDays(90);

    private final @Nullable Path folder;
    private final VirtualClock clock;

    ExecutionStore(@Nullable Path folder, VirtualClock clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        if (folder != null) {
            Files.createDirectories(folder.resolve("executions"));
            Files.createDirectories(folder.resolve("definitions"));
        }
    }

    Execution create(String arn, String name, Machine machine, JsonNode input, Instant start) {
        Path directory = folder;
        if (directory == null) {
            return execution(arn, name, machine, input, start, Journal.none());
        }
        String definition = Json.write(machine.definition());
        String hash = hash(definition);
        try {
            Path file = directory.resolve("definitions").resolve(hash + ".json");
            if (!Files.exists(file)) {
                Path part = Files.createTempFile(directory, "definition", ".part");
                Files.writeString(part, definition);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Journal journal = Journal.create(directory.resolve("executions").resolve(hash(arn) + ".jsonl"));
        ObjectNode line = Journal.line("start", "")
                .put("arn", arn)
                .put("name", name)
                .put("machineArn", machine.arn())
                .put("machineName", machine.name())
                .put("roleArn", machine.roleArn())
                .put("definition", hash)
                .put("at", start.toEpochMilli());
        journal.append(line.set("input", input));
        return execution(arn, name, machine, input, start, journal);
    }

    private Execution execution(
            String arn, String name, Machine machine, JsonNode input, Instant start, Journal journal) {
        return new Execution(arn, name, machine, input, start, null, journal, new History(journal, clock));
    }

    List<Execution> load() throws IOException {
        Path directory = folder;
        if (directory == null) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory.resolve("executions"))) {
            files = found.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        List<Execution> executions = new ArrayList<>();
        for (Path file : files) {
            Execution execution = load(directory, file);
            if (execution != null) {
                executions.add(execution);
            }
        }
        return executions;
    }

    private @Nullable Execution load(Path directory, Path file) throws IOException {
        List<ObjectNode> lines = Journal.read(file);
        if (lines.isEmpty()) {
            // The process ended before the first line was whole: nobody was told that it had started.
            Files.delete(file);
            return null;
        }
        ObjectNode start = lines.getFirst();
        ObjectNode last = lines.getLast();
        boolean over = last.path("k").asText().equals("end");
        if (over
                && Instant.ofEpochMilli(last.path("at").asLong())
                        .isBefore(clock.now().minus(RETENTION))) {
            Files.delete(file);
            return null;
        }
        Path definitionFile = directory
                .resolve("definitions")
                .resolve(start.path("definition").asText() + ".json");
        JsonNode definition;
        StateGraph graph;
        try {
            definition = Json.read(Files.readString(definitionFile));
            graph = DefinitionReader.read(definition);
        } catch (IOException | InvalidDefinitionException e) {
            throw new IOException(
                    "corrupt journal " + file + ": its definition " + definitionFile + " is not readable", e);
        }
        Machine machine = new Machine(
                start.path("machineArn").asText(),
                start.path("machineName").asText(),
                start.path("roleArn").asText(),
                definition,
                graph,
                clock.now());
        Journal journal = over ? Journal.closed(file) : Journal.resume(file, lines);
        Execution execution = execution(
                start.path("arn").asText(),
                start.path("name").asText(),
                machine,
                start.path("input"),
                Instant.ofEpochMilli(start.path("at").asLong()),
                journal);
        if (over) {
            execution.restoreEnd(last);
        } else {
            lines.stream().filter(line -> line.has("event")).forEach(execution.history()::restore);
        }
        return execution;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
