package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.recommendation.bandit.Outcome;
import dev.tandem.recommendation.bandit.RecommendationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers that were shown, with the probability of their arm and what became of them, for estimators of other policies: JSON lines at
 * {@code exposures/date=<day of the answer, UTC>/<hash of the content>.jsonl}. An answer has a line for each time that something was
 * heard of it; the highest outcome counts. Neither session nor person is named.
 */
final class ExposureLog {
    static final String PREFIX = "exposures/";

    /** One answer. The fields come from its id, which nobody but us can make. */
    record Line(
            String recommendationId,
            String placement,
            String intentBand,
            String arm,
            int policyVersion,
            double propensity,
            Instant issuedAt,
            Outcome outcome) {
        static Line of(String text, RecommendationId id, Outcome outcome) {
            return new Line(
                    text,
                    id.segment().placement(),
                    id.segment().band().wire(),
                    id.arm().wire(),
                    id.policyVersion(),
                    id.propensity(),
                    id.issuedAt(),
                    outcome);
        }
    }

    private final DataFiles files;

    ExposureLog(DataFiles files) {
        this.files = files;
    }

    /** The same lines again give the same files. */
    void append(Collection<Line> lines) {
        Map<LocalDate, StringBuilder> byDay = new TreeMap<>();
        for (Line line : lines) {
            byDay.computeIfAbsent(line.issuedAt.atOffset(ZoneOffset.UTC).toLocalDate(), day -> new StringBuilder())
                    .append(Json.write(line))
                    .append('\n');
        }
        byDay.forEach((day, text) -> {
            String content = text.toString();
            String key = PREFIX + "date=" + day + "/"
                    + IdempotencyTable.hash(content).substring(0, 40) + ".jsonl";
            files.write(key, "application/x-ndjson", content.getBytes(StandardCharsets.UTF_8));
        });
    }
}
