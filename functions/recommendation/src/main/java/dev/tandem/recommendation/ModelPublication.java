package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Swaps the manifest: each part becomes its candidate where that is not worse than the one in use, else stays. May run twice: the second
 * time it finds its candidates in use and says so.
 */
final class ModelPublication {
    /** What the workflow hands over, {@code notes} for the record. With a failure, only to leave a record of it. */
    record Input(
            String build,
            @Nullable List<Result> parts,
            @Nullable List<String> notes,
            @Nullable Failure failure) {}

    /** Either a candidate's key or why there is none. */
    record Result(
            String part,
            @Nullable String candidate,
            @Nullable Failure failure) {}

    record Failure(String error, String cause) {
        String text() {
            return cause.isEmpty() ? error : error + ": " + cause;
        }
    }

    private final DataFiles files;
    private final Clock clock;

    ModelPublication(DataFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    ModelReport run(Input input) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ModelReport report;
        if (input.failure() == null) {
            List<ModelReport.PartReport> parts = publish(Objects.requireNonNull(input.parts(), "parts"), now);
            report = new ModelReport(input.build(), ModelReport.status(parts), now, notes(input.notes()), parts);
        } else {
            report = new ModelReport(
                    input.build(),
                    ModelReport.Status.FAILED,
                    now,
                    input.failure().text(),
                    List.of());
        }
        files.write(report.key(), "application/json", Json.writeBytes(report));
        return report;
    }

    private static @Nullable String notes(@Nullable List<String> notes) {
        return notes == null || notes.isEmpty() ? null : String.join(" ", notes);
    }

    private List<ModelReport.PartReport> publish(List<Result> results, Instant now) {
        Optional<Manifest> before = Manifest.read(files);
        Map<String, Manifest.Part> parts = new LinkedHashMap<>();
        before.ifPresent(manifest -> manifest.parts().forEach(part -> parts.put(part.name(), part)));
        List<ModelReport.PartReport> reports = new ArrayList<>();
        for (Result result : results) {
            Optional<Candidate> candidate =
                    Optional.ofNullable(result.candidate()).flatMap(key -> Candidate.read(files, key));
            reports.add(
                    candidate.isPresent()
                            ? take(candidate.get(), parts)
                            : ModelReport.PartReport.failed(
                                    result.part(),
                                    result.failure() == null
                                            ? "Its candidate is gone"
                                            : result.failure().text()));
        }
        List<Manifest.Part> after = List.copyOf(parts.values());
        if (!after.isEmpty() && !after.equals(before.map(Manifest::parts).orElse(List.of()))) {
            String versions = after.stream().map(Manifest.Part::version).collect(Collectors.joining(" "));
            String hash = ModelBuild.sha256(versions.getBytes(StandardCharsets.UTF_8));
            Manifest manifest = new Manifest(Manifest.FORMAT, ModelBuild.version(now, hash), now, after);
            files.write(Manifest.KEY, "application/json", Json.writeBytes(manifest));
        }
        return reports;
    }

    private static ModelReport.PartReport take(Candidate candidate, Map<String, Manifest.Part> parts) {
        Manifest.Part model = candidate.model();
        if (model == null) {
            return ModelReport.PartReport.of(candidate, ModelReport.PartStatus.NO_DATA, candidate.reason());
        }
        if (candidate.worse()) {
            return ModelReport.PartReport.of(candidate, ModelReport.PartStatus.WORSE_THAN_IN_USE, candidate.reason());
        }
        String inUse = Optional.ofNullable(parts.get(candidate.part()))
                .map(Manifest.Part::version)
                .orElse(null);
        if (!model.version().equals(inUse) && !Objects.equals(inUse, candidate.against())) {
            return ModelReport.PartReport.of(
                    candidate, ModelReport.PartStatus.OVERTAKEN, "Another build published " + inUse + " meanwhile");
        }
        parts.put(candidate.part(), model);
        return ModelReport.PartReport.of(candidate, ModelReport.PartStatus.PUBLISHED, candidate.reason());
    }
}
