package dev.tandem.bench;

import dev.tandem.bench.photo.Manipulations;
import dev.tandem.bench.photo.Photos;
import dev.tandem.returns.photo.Photo;
import dev.tandem.returns.photo.reuse.EarlierPhotos;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import dev.tandem.returns.photo.reuse.ReusedPhoto;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Whether a photo that was sent before is known again after each manipulation, and whether one that was not is taken for
 * another. Every photo is asked for twice a manipulation: with itself in the index, and with all but itself. {@code --half even} or
 * {@code odd} takes every second photo alone: thresholds are chosen on one half and reported on the other. {@code --each} tells likeness
 * and agreeing features of every answer.
 */
final class PhotoReuseBench {
    private static final String PROTOCOL =
            "all photos in the index; false match: a wrong photo named, also asked with the right one left out";

    private final String command;

    PhotoReuseBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException {
        Path folder = Path.of(arguments
                .text("--garments")
                .orElseThrow(() -> new IllegalArgumentException("photo-reuse needs --garments DIR")));
        int rounds = arguments.number("--rounds", 2);
        List<BufferedImage> photos = new ArrayList<>();
        for (Path file : Photos.half(Photos.in(folder), arguments.text("--half").orElse(""))) {
            photos.add(Photos.image(Photos.decode(file)));
        }
        boolean each = arguments.flag("--each");
        Index index = new Index();
        long start = System.nanoTime();
        long bytes = 0;
        for (int i = 0; i < photos.size(); i++) {
            bytes += index.put("" + i, Photos.photo(photos.get(i)));
        }
        double seconds = (System.nanoTime() - start) / 1e9 / photos.size();
        Counts all = new Counts();
        String only = arguments.text("--only").orElse("");
        for (Manipulations manipulation : Manipulations.values()) {
            String name = manipulation.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (!only.isEmpty() && !List.of(only.split(",")).contains(name)) {
                continue;
            }
            Counts counts = new Counts();
            List<String> missed = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < photos.size(); i++) {
                    Random random = new Random(manipulation.name().hashCode() * 100_003L + round * 1009L + i);
                    Photo sent = Photos.photo(manipulation.apply(photos.get(i), random));
                    String own = "" + i;
                    index.leaveOut = "";
                    long asked = System.nanoTime();
                    ReusedPhoto.Question question = ReusedPhoto.Question.of(sent);
                    Optional<ReusedPhoto> answer = ReusedPhoto.closest(question, index);
                    counts.latencies.add(System.nanoTime() - asked);
                    Optional<ReusedPhoto> found = answer.filter(ReusedPhoto::same);
                    index.leaveOut = own;
                    Optional<ReusedPhoto> closest = ReusedPhoto.closest(question, index);
                    closest.ifPresent(reuse -> counts.highestOther = Math.max(counts.highestOther, reuse.likeness()));
                    Optional<ReusedPhoto> other = closest.filter(ReusedPhoto::same);
                    if (each) {
                        Progress.say(name + " " + own + " with it " + answer + " without it " + closest);
                    }
                    counts.add(own, found, other);
                    if (found.filter(reuse -> reuse.id().equals(own)).isEmpty()) {
                        missed.add(own);
                    }
                    other.ifPresent(reuse -> Progress.say(manipulation + ": " + own + " taken for " + reuse));
                }
            }
            Progress.say(manipulation + ": missed " + missed + ", lowest likeness " + counts.lowest
                    + ", highest of another photo " + counts.highestOther);
            counts.print(name, photos.size(), index, seconds, bytes);
            all.add(counts);
        }
        all.print("all", photos.size(), index, seconds, bytes);
    }

    private final class Counts {
        private final Latencies latencies = new Latencies();
        private int asked;
        private int detected;
        private int falseMatches;
        private double lowest = 1;
        private double highestOther = -1;

        void add(String own, Optional<ReusedPhoto> found, Optional<ReusedPhoto> other) {
            asked++;
            boolean right = found.filter(reuse -> reuse.id().equals(own)).isPresent();
            detected += right ? 1 : 0;
            falseMatches += (found.isPresent() && !right) || other.isPresent() ? 1 : 0;
            lowest = right ? Math.min(lowest, found.orElseThrow().likeness()) : lowest;
        }

        void add(Counts counts) {
            latencies.addAll(counts.latencies);
            asked += counts.asked;
            detected += counts.detected;
            falseMatches += counts.falseMatches;
            lowest = Math.min(lowest, counts.lowest);
            highestOther = Math.max(highestOther, counts.highestOther);
        }

        void print(String data, int photos, Index index, double seconds, long bytes) {
            Map<String, Number> metrics = new LinkedHashMap<>();
            metrics.put("detected", (double) detected / asked);
            metrics.put("falseMatch", (double) falseMatches / asked);
            metrics.put("falseMatches", falseMatches);
            metrics.put("lowestLikeness", lowest);
            metrics.put("highestLikenessOfOther", highestOther);
            metrics.put("photosInIndex", photos);
            metrics.put("mostKeysAsked", index.mostAsked);
            new BenchLine("photo-reuse", "tandem", data, PROTOCOL, asked)
                    .metrics(metrics)
                    .latencies(latencies)
                    .seconds("fingerprint", seconds)
                    .bytes("fingerprint", bytes / photos)
                    .print(command);
        }
    }

    /** The index of production in memory: key to ids, id to fingerprint. */
    private static final class Index implements EarlierPhotos {
        private final Map<String, List<String>> ids = new HashMap<>();
        private final Map<String, byte[]> fingerprints = new HashMap<>();
        private String leaveOut = "";
        private int mostAsked;

        int put(String id, Photo photo) {
            PhotoFingerprint fingerprint = PhotoFingerprint.of(photo);
            fingerprint
                    .keys()
                    .forEach(key ->
                            ids.computeIfAbsent(key, none -> new ArrayList<>()).add(id));
            byte[] bytes = fingerprint.bytes();
            fingerprints.put(id, bytes);
            return bytes.length;
        }

        @Override
        public Map<String, Double> sharing(Set<String> keys) {
            mostAsked = Math.max(mostAsked, keys.size());
            Map<String, Double> shared = new HashMap<>();
            for (String key : keys) {
                List<String> under = ids.getOrDefault(key, List.of());
                for (String id : under) {
                    if (!id.equals(leaveOut)) {
                        shared.merge(id, 1.0 / under.size(), Double::sum);
                    }
                }
            }
            return shared;
        }

        @Override
        public Optional<PhotoFingerprint> fingerprint(String id) {
            return Optional.ofNullable(fingerprints.get(id)).map(PhotoFingerprint::of);
        }
    }
}
