package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import dev.tandem.recommendation.catalogue.Catalogue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Log in, candidate out, for one part. The new model is judged on the last days of the log after learning from the days before; then it
 * learns from all of it. The model in use is judged on the same sessions if it has not learnt from them, else by the figures it was
 * published with.
 */
final class ModelBuild {
    private static final String FILES = "models/recommendation/versions/";
    /** A figure on other days may be a little lower by chance; on the same days it may not. */
    private static final double TOLERANCE = 0.9;

    /** What the workflow asks for: {@code build} is its execution's name. */
    record Input(String build, String part) {}

    /** Where the candidate's record is. */
    record Output(String part, String candidate) {}

    /** What the new model has to reach, and whose figures these are. */
    private record Bar(Optional<Figures> inUse, double least, String than) {}

    private final DataFiles files;
    private final Function<String, ModelPart<?>> parts;
    private final Clock clock;

    ModelBuild(DataFiles files, Function<String, ModelPart<?>> parts, Clock clock) {
        this.files = files;
        this.parts = parts;
        this.clock = clock;
    }

    Output run(Input input) {
        Candidate candidate = build(parts.apply(input.part()));
        String key = Candidate.key(input.build(), input.part());
        files.write(key, "application/json", Json.writeBytes(candidate));
        return new Output(input.part(), key);
    }

    private <M> Candidate build(ModelPart<M> part) {
        long start = System.nanoTime();
        BehaviourLog.Content log = BehaviourLog.read(files);
        TrainingData data = log.data()
                .withProducts(
                        Catalogue.published(files).map(Catalogue::products).orElse(List.of()));
        Optional<Manifest.Part> inUse = Manifest.read(files).flatMap(manifest -> manifest.part(part.name()));
        Optional<M> model = data.sessions().isEmpty() ? Optional.empty() : part.train(data);
        if (model.isEmpty()) {
            return new Candidate(
                    part.name(),
                    null,
                    false,
                    "The log holds nothing yet that this part learns from",
                    inUse.map(Manifest.Part::version).orElse(null),
                    null,
                    null,
                    log.unreadable(),
                    seconds(start));
        }
        HeldOut split = HeldOut.of(data, inUse.map(one -> one.dataUntil().toEpochMilli()));
        Optional<Figures> figures = part.train(split.train())
                .map(rehearsal -> part.judge(rehearsal, split.test()))
                .filter(found -> found.cases() >= HeldOut.LEAST_CASES);
        Bar bar = bar(part, inUse, split, figures.isPresent());
        boolean worse = figures.isPresent() && !(figures.get().metric(part.leadingFigure()) >= bar.least());
        byte[] file = part.write(model.get());
        String hash = sha256(file);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String version = version(now, hash);
        String key = FILES + part.name() + "/" + version + ".bin";
        files.write(key, "application/octet-stream", file);
        List<TrainingData.Session> sessions = data.sessions();
        return new Candidate(
                part.name(),
                new Manifest.Part(
                        part.name(),
                        version,
                        key,
                        hash,
                        file.length,
                        now,
                        Instant.ofEpochMilli(HeldOut.begin(sessions)),
                        Instant.ofEpochMilli(sessions.getLast().lastAt()),
                        sessions.size(),
                        data.events(),
                        data.distinctItems(),
                        part.leadingFigure(),
                        figures.orElse(null),
                        bar.inUse().orElse(null)),
                worse,
                bar.inUse().isEmpty() ? bar.than() : (worse ? "Worse than " : "Not worse than ") + bar.than(),
                inUse.map(Manifest.Part::version).orElse(null),
                figures.orElse(null),
                bar.inUse().orElse(null),
                log.unreadable(),
                seconds(start));
    }

    private <M> Bar bar(ModelPart<M> part, Optional<Manifest.Part> inUse, HeldOut split, boolean measured) {
        Optional<M> old = inUse.flatMap(one -> open(part, one));
        if (old.isEmpty()) {
            return new Bar(Optional.empty(), Double.NEGATIVE_INFINITY, "There was no model to compare with");
        }
        if (!measured) {
            return new Bar(Optional.empty(), Double.NEGATIVE_INFINITY, "Too few sessions to compare on");
        }
        boolean unseen =
                HeldOut.begin(split.test().sessions()) > inUse.get().dataUntil().toEpochMilli();
        if (unseen) {
            Figures same = part.judge(old.get(), split.test());
            return new Bar(Optional.of(same), same.metric(part.leadingFigure()), "the model in use on the same days");
        }
        Optional<Figures> published = Optional.ofNullable(inUse.get().figures());
        return new Bar(
                published,
                published
                        .map(figures -> TOLERANCE * figures.metric(part.leadingFigure()))
                        .orElse(Double.NEGATIVE_INFINITY),
                published.isPresent()
                        ? "the figures of the model in use"
                        : "The model in use has no figures to compare with");
    }

    /** The model in use; none when its file is gone or cannot be read, so that a new one can take its place. */
    private <M> Optional<M> open(ModelPart<M> part, Manifest.Part inUse) {
        try {
            return files.read(inUse.key()).map(part::read);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static double seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }

    /** Sorts by time. */
    static String version(Instant at, String hash) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "") + "-" + hash.substring(0, 8);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
