package dev.tandem.commons.drops;

import dev.tandem.commons.Json;
import dev.tandem.commons.feed.BadLine;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.commons.feed.FeedLine;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRejectedException;
import dev.tandem.commons.feed.FeedRow;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes a dropped file from its arrival to its report. The first pass reads it to the end: hash, structure, subjects. Only a sound
 * file gets a second pass, over the same bytes, which applies it. The report is written before the file is marked as finished, so a
 * crash between the two ends in the same report again.
 */
public final class FeedImporter {
    private static final String JSON_LINES = "application/x-ndjson";

    private final FeedApplier applier;
    private final DropStore drops;
    private final FeedFileTable files;
    private final UnaryOperator<Set<String>> knownSubjects;
    private final FeedLimits limits;
    private final Clock clock;

    /** @param knownSubjects of the ids given, those that are known */
    public FeedImporter(
            FeedApplier applier,
            DropStore drops,
            FeedFileTable files,
            UnaryOperator<Set<String>> knownSubjects,
            FeedLimits limits,
            Clock clock) {
        this.applier = applier;
        this.drops = drops;
        this.files = files;
        this.knownSubjects = knownSubjects;
        this.limits = limits;
        this.clock = clock;
    }

    /** What the first pass has seen. */
    private record Survey(
            String hash,
            String etag,
            long rows,
            List<String> ignoredColumns,
            Set<String> subjects,
            @Nullable FeedRejectedException refusal) {}

    /**
     * Imports one file. Safe to repeat after any failure.
     *
     * @throws FeedInterruptedException when it is to be delivered again later
     * @throws DropStore.MissingException when the file is gone
     * @throws IOException when reading it broke off
     */
    public FeedReport run(Drop drop, String correlationId, Deadline deadline) throws IOException {
        Instant started = clock.instant();
        Survey survey = survey(drop);
        FeedRejectedException refusal = survey.refusal();
        if (refusal != null) {
            return refused(drop, survey, refusal, started);
        }
        FeedFile file =
                files.begin(survey.hash(), applier.kind(), drop, knownSubjects.apply(survey.subjects()), started);
        Optional<FeedReport> before = file.report();
        if (before.isPresent()) {
            return again(drop, file, before.get(), started);
        }
        try (Rejects rejects = new Rejects();
                DropStore.Content content = drops.open(drop, survey.etag())) {
            FeedRun run = new FeedRun(file, correlationId, files, rejects, deadline);
            applier.apply(FeedReader.open(new DroppedBytes(content), applier.schema(), limits), run);
            return finished(drop, survey, run, started);
        }
    }

    private Survey survey(Drop drop) throws IOException {
        Set<String> subjects = new HashSet<>();
        try (DropStore.Content content = drops.open(drop, null)) {
            DroppedBytes bytes = new DroppedBytes(content);
            FeedReader reader = null;
            FeedRejectedException refusal = null;
            try {
                reader = FeedReader.open(bytes, applier.schema(), limits);
                for (FeedLine line = reader.next(); line != null; line = reader.next()) {
                    if (line instanceof FeedRow row) {
                        applier.subject(row).ifPresent(subjects::add);
                    }
                }
            } catch (FeedRejectedException e) {
                refusal = e;
            }
            return new Survey(
                    bytes.sha256(),
                    content.etag(),
                    reader == null ? 0 : reader.rows(),
                    reader == null ? List.of() : reader.ignoredColumns(),
                    subjects,
                    refusal);
        }
    }

    private FeedReport refused(Drop drop, Survey survey, FeedRejectedException refusal, Instant started) {
        BadLine line = new BadLine(refusal.line(), null, refusal.fault().name(), refusal.reason(), "");
        drops.put(drop.rejectedKey(), JSON_LINES, Json.writeBytes(line));
        FeedReport report = new FeedReport(
                drop.key(),
                applier.kind().text(),
                survey.hash(),
                survey.rows(),
                0,
                0,
                0,
                Map.of(),
                0,
                started,
                clock.instant(),
                FeedReport.Status.REJECTED,
                survey.ignoredColumns(),
                new FeedReport.Fault(refusal.fault().name(), refusal.line(), refusal.reason()),
                drop.rejectedKey());
        write(drop, report);
        return report;
    }

    private FeedReport again(Drop drop, FeedFile file, FeedReport before, Instant started) {
        if (file.key().equals(drop.key()) && file.delivery().equals(drop.delivery())) {
            // the same message twice, not a second drop: its report stands
            return before;
        }
        FeedReport report = before.again(drop.key(), started, clock.instant());
        write(drop, report);
        return report;
    }

    private FeedReport finished(Drop drop, Survey survey, FeedRun run, Instant started) throws IOException {
        Rejects rejects = run.rejects();
        var aside = rejects.finished();
        if (rejects.any()) {
            drops.put(drop.rejectedKey(), JSON_LINES, aside);
        }
        Instant end = clock.instant();
        double seconds = Math.max(1, Duration.between(started, end).toMillis()) / 1000.0;
        FeedReport report = new FeedReport(
                drop.key(),
                applier.kind().text(),
                survey.hash(),
                survey.rows(),
                run.applied(),
                run.unchanged(),
                run.duplicates(),
                rejects.counts(),
                Math.round(survey.rows() / seconds * 10) / 10.0,
                started,
                end,
                FeedReport.status(
                        run.applied(),
                        run.unchanged(),
                        run.duplicates(),
                        !rejects.counts().isEmpty()),
                survey.ignoredColumns(),
                null,
                rejects.any() ? drop.rejectedKey() : null);
        write(drop, report);
        if (report.status() == FeedReport.Status.REJECTED) {
            // nothing was applied, so the same file may come again, for instance once its subjects are known
            files.forget(run.file());
        } else {
            files.finish(run.file(), report);
        }
        return report;
    }

    private void write(Drop drop, FeedReport report) {
        drops.put(drop.reportKey(), "application/json", Json.writeBytes(report));
    }
}
