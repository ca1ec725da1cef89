package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Log in, published model out. The new model is judged on the last days of the log after learning from the days before; then it learns
 * from all of it and is published, unless the model in use did better. The model in use is judged on the same sessions if it has not
 * learnt from them, else by the figures it was published with.
 */
final class ModelBuild {
    private static final String FILES = "models/recommendation/versions/";
    /** A figure on other days may be a little lower by chance; on the same days it may not. */
    private static final double TOLERANCE = 0.9;
    /** Fewer predictions than this say nothing. */
    private static final int LEAST_CASES = 50;
    private static final int MOST_CASES = 5_000;
    private static final int MOST_TEST_DAYS = 7;

    /** What the workflow asks for: {@code build} is its execution's name; with a failure, only to leave a record of it. */
    record Input(String build, @Nullable Failure failure) {}

    record Failure(String error, String cause) {}

    /** Sessions to learn from and, later, to judge on. */
    private record Split(List<BehaviourLog.Session> train, List<BehaviourLog.Session> test) {}

    private final DataFiles files;
    private final NextItems.Trainer trainer;
    private final Clock clock;

    ModelBuild(DataFiles files, NextItems.Trainer trainer, Clock clock) {
        this.files = files;
        this.trainer = trainer;
        this.clock = clock;
    }

    ModelReport run(Input input) {
        ModelReport report = input.failure() == null
                ? build(input.build())
                : ModelReport.without(
                        input.build(),
                        ModelReport.Status.FAILED,
                        clock.instant(),
                        input.failure().error() + ": " + input.failure().cause());
        files.write(report.key(), "application/json", Json.writeBytes(report));
        return report;
    }

    private ModelReport build(String build) {
        long start = System.nanoTime();
        BehaviourLog.Content log = new BehaviourLog(files).read();
        List<BehaviourLog.Session> sessions = log.sessions();
        if (sessions.isEmpty()) {
            return ModelReport.without(
                    build, ModelReport.Status.NO_DATA, clock.instant(), "The log holds no interaction with an item yet");
        }
        Optional<Manifest> inUse = manifest(files);
        Optional<NextItems> old = inUse.flatMap(this::open);
        Split split = split(sessions, inUse);
        Figures figures = Figures.of(trainer.train(split.train()), split.test(), MOST_CASES);
        boolean measured = figures.cases() >= LEAST_CASES;
        boolean unseen = inUse.isPresent() && begin(split.test()) > inUse.get().dataUntil().toEpochMilli();
        Figures standard = null;
        double bar = 0;
        if (measured && unseen && old.isPresent()) {
            standard = Figures.of(old.get(), split.test(), MOST_CASES);
            bar = standard.reciprocalRank();
        } else if (measured && old.isPresent()) {
            standard = inUse.get().figures();
            bar = standard == null ? 0 : TOLERANCE * standard.reciprocalRank();
        }
        boolean publish = figures.reciprocalRank() >= bar;
        NextItems model = trainer.train(sessions);
        byte[] file = model.write();
        String hash = sha256(file);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String version = now.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "") + "-" + hash.substring(0, 8);
        if (publish) {
            publish(new Manifest(
                            Manifest.FORMAT,
                            version,
                            FILES + version + ".bin",
                            hash,
                            now,
                            Instant.ofEpochMilli(begin(sessions)),
                            Instant.ofEpochMilli(sessions.getLast().lastAt()),
                            sessions.size(),
                            log.interactions(),
                            model.itemCount(),
                            measured ? figures : null),
                    file);
        }
        return new ModelReport(
                build,
                publish ? ModelReport.Status.PUBLISHED : ModelReport.Status.WORSE_THAN_IN_USE,
                now,
                reason(publish, measured, unseen, old.isPresent()),
                version,
                (long) sessions.size(),
                log.interactions(),
                log.unreadable(),
                model.itemCount(),
                (long) file.length,
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0,
                figures,
                standard);
    }

    private static String reason(boolean publish, boolean measured, boolean unseen, boolean compared) {
        if (!compared) {
            return "There was no model to compare with";
        }
        if (!measured) {
            return "Too few sessions of two items or more to compare on";
        }
        String than = unseen ? " than the model in use on the same days" : " than the figures of the model in use";
        return (publish ? "Not worse" : "Worse") + than;
    }

    /** The file first, then the manifest: whoever reads the manifest finds the file. */
    private void publish(Manifest manifest, byte[] file) {
        files.write(manifest.key(), "application/octet-stream", file);
        files.write(Manifest.KEY, "application/json", Json.writeBytes(manifest));
    }

    static Optional<Manifest> manifest(DataFiles files) {
        return files.read(Manifest.KEY).map(json -> Json.read(json, Manifest.class));
    }

    /** The model of the manifest; none when its file is gone or cannot be read, so that a new one can take its place. */
    private Optional<NextItems> open(Manifest manifest) {
        try {
            return files.read(manifest.key()).map(trainer::read);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The last days as test: those that the model in use has not seen where they are enough, else as few whole days as give enough
     * predictions, at most a week and never more than half of the sessions.
     */
    private static Split split(List<BehaviourLog.Session> sessions, Optional<Manifest> inUse) {
        if (inUse.isPresent()) {
            Split unseen = since(sessions, inUse.get().dataUntil().toEpochMilli() + 1);
            if (cases(unseen.test()) >= LEAST_CASES && unseen.test().size() <= sessions.size() / 2) {
                return unseen;
            }
        }
        long end = sessions.getLast().lastAt();
        Split best = null;
        for (int days = 1; days <= MOST_TEST_DAYS; days++) {
            Split split = since(sessions, end - Duration.ofDays(days).toMillis());
            if (split.test().size() > sessions.size() / 2) {
                break;
            }
            best = split;
            if (cases(split.test()) >= LEAST_CASES * 10) {
                break;
            }
        }
        // All within a day, as on the first one: the last fifth.
        return best != null && cases(best.test()) >= LEAST_CASES
                ? best
                : new Split(
                        sessions.subList(0, sessions.size() - sessions.size() / 5),
                        sessions.subList(sessions.size() - sessions.size() / 5, sessions.size()));
    }

    private static Split since(List<BehaviourLog.Session> sessions, long cut) {
        return new Split(
                sessions.stream().filter(session -> session.lastAt() < cut).toList(),
                sessions.stream().filter(session -> session.firstAt() >= cut).toList());
    }

    private static long cases(List<BehaviourLog.Session> sessions) {
        return sessions.stream().mapToLong(session -> session.items().size() - 1).sum();
    }

    private static long begin(List<BehaviourLog.Session> sessions) {
        return sessions.stream().mapToLong(BehaviourLog.Session::firstAt).min().orElse(Long.MIN_VALUE);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
