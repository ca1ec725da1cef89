package dev.tandem.bench;

import dev.tandem.bench.photo.HangTags;
import dev.tandem.bench.photo.Photos;
import dev.tandem.returns.photo.ItemMatcher;
import dev.tandem.returns.photo.LocalFeatures;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Whether a photo supports that it shows the item of a catalogue photo. Right pairs are rendered: the garment's photo lies turned, smaller
 * and foreshortened on another garment's, in other light, blurred and saved as JPEG. Wrong pairs are the photos of all other garments.
 */
final class SameItemBench {
    private static final String PROTOCOL =
            "one rendered photo against its garment's and against all other garments' photos";

    private final String command;

    SameItemBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException {
        Path folder = Path.of(arguments
                .text("--garments")
                .orElseThrow(() -> new IllegalArgumentException("same-item needs --garments DIR")));
        String half = arguments.text("--half").orElse("");
        List<BufferedImage> garments = new ArrayList<>();
        for (Path file : Photos.half(Photos.in(folder), half)) {
            garments.add(Photos.image(Photos.decode(file)));
        }
        List<LocalFeatures> catalogue =
                garments.stream().map(SameItemBench::features).toList();
        List<Integer> right = new ArrayList<>();
        List<Integer> wrong = new ArrayList<>();
        Latencies latencies = new Latencies();
        for (int i = 0; i < garments.size(); i++) {
            Random random = new Random(8887L * i);
            int ground = (i + 1 + random.nextInt(garments.size() - 1)) % garments.size();
            LocalFeatures seen = features(seen(garments.get(i), garments.get(ground), random));
            for (int j = 0; j < garments.size(); j++) {
                long start = System.nanoTime();
                ItemMatcher.Match match = ItemMatcher.compare(seen, catalogue.get(j));
                latencies.add(System.nanoTime() - start);
                // What it lies on is on the photo as well.
                if (j != ground) {
                    (i == j ? right : wrong).add(match.inliers());
                }
            }
        }
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("supported", share(right, ItemMatcher.LEAST_INLIERS));
        metrics.put("falselySupported", share(wrong, ItemMatcher.LEAST_INLIERS));
        metrics.put("wrongPairs", wrong.size());
        for (int least : new int[] {6, 9, 12, 16, 24}) {
            metrics.put("supported@" + least, share(right, least));
            metrics.put("falselySupported@" + least, share(wrong, least));
        }
        new BenchLine("same-item", "tandem", half.isEmpty() ? "garments" : "garments/" + half, PROTOCOL, right.size())
                .metrics(metrics)
                .latencies(latencies)
                .print(command);
    }

    private static double share(List<Integer> inliers, int least) {
        return inliers.stream().filter(count -> count >= least).count() / (double) Math.max(1, inliers.size());
    }

    private static LocalFeatures features(BufferedImage image) {
        return PhotoFingerprint.of(Photos.photo(image)).features();
    }

    private static BufferedImage seen(BufferedImage garment, BufferedImage ground, Random random) throws IOException {
        int width = garment.getWidth();
        int height = garment.getHeight();
        BufferedImage scene = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scene.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(ground, 0, 0, width, height, null);
        AffineTransform lying = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
        lying.rotate(Math.toRadians(random.nextDouble() * 50 - 25));
        double size = 0.6 + 0.25 * random.nextDouble();
        // A tilt of up to thirty degrees about any axis.
        double axis = random.nextDouble() * Math.PI;
        lying.rotate(axis);
        lying.scale(size, size * Math.cos(Math.toRadians(random.nextDouble() * 30)));
        lying.rotate(-axis);
        lying.translate(-width / 2.0, -height / 2.0);
        graphics.drawImage(garment, lying, null);
        graphics.dispose();
        BufferedImage blurred = HangTags.blurred(scene, 0.8);
        HangTags.light(blurred, 0.7 + 0.5 * random.nextDouble(), 4, random);
        return Photos.throughJpeg(blurred, 0.8);
    }
}
