package dev.tandem.bench.bandit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.recommendation.bandit.Arm;
import dev.tandem.recommendation.bandit.IntentBand;
import dev.tandem.recommendation.bandit.LoggedAnswers;
import dev.tandem.recommendation.bandit.Outcome;
import dev.tandem.recommendation.bandit.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tandem's exposure log (docs/bandit.md) as estimators want it: segments are the contexts, arms the actions. */
public final class ExposureFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Answer(int segment, int arm, double propensity, Outcome outcome) {}

    /** @param arms names of the actions */
    public record Log(LoggedAnswers answers, List<String> arms) {}

    private ExposureFiles() {}

    /** A file, or a folder with all that is in it. Of an answer with several lines the highest outcome counts. */
    public static Log read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("cannot read " + path);
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    add(file, line, answers);
                }
            }
        }
        if (answers.isEmpty()) {
            throw new IOException(path + " holds no answers (*.jsonl)");
        }
        List<Answer> rows = List.copyOf(answers.values());
        return new Log(
                new LoggedAnswers(
                        Segment.all().size(),
                        Arm.ALL.size(),
                        rows.stream().mapToInt(Answer::segment).toArray(),
                        rows.stream().mapToInt(Answer::arm).toArray(),
                        rows.stream().mapToDouble(Answer::propensity).toArray(),
                        rows.stream().mapToDouble(row -> row.outcome.reward()).toArray()),
                Arm.ALL.stream().map(Arm::wire).toList());
    }

    private static void add(Path file, String line, Map<String, Answer> answers) throws IOException {
        try {
            JsonNode node = JSON.readTree(line);
            Segment segment = new Segment(
                    node.path("placement").asText(),
                    IntentBand.valueOf(node.path("intentBand").asText().toUpperCase(Locale.ROOT)));
            Answer answer = new Answer(
                    Segment.all().indexOf(segment),
                    Arm.ofWire(node.path("arm").asText()).orElseThrow().ordinal(),
                    node.path("propensity").asDouble(),
                    Outcome.valueOf(node.path("outcome").asText()));
            answers.merge(
                    node.path("recommendationId").asText(), answer, (a, b) -> a.outcome.reaches(b.outcome) ? a : b);
        } catch (RuntimeException e) {
            throw new IOException(
                    file + " holds a line that is no answer: " + line.substring(0, Math.min(80, line.length())));
        }
    }
}
