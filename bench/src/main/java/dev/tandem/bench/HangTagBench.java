package dev.tandem.bench;

import dev.tandem.bench.photo.HangTags;
import dev.tandem.bench.photo.HangTags.Code;
import dev.tandem.bench.photo.HangTags.Condition;
import dev.tandem.bench.photo.Photos;
import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.TagReader;
import dev.tandem.returns.photo.tag.TagReading;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

/** Tag reading on rendered hang tags, one line for each condition and kind of code, beside one pass of ZXing. */
final class HangTagBench {
    private static final String PROTOCOL = "one tag with one code on a photo of a garment, 900 x 1200, seeded";

    /** A process that has just started runs interpreted; a function's snapshot is taken warm. */
    private static final int WARM_UP = 8;

    private final String command;
    private final LongSupplier nanoClock;

    HangTagBench(String command, LongSupplier nanoClock) {
        this.command = command;
        this.nanoClock = nanoClock;
    }

    /** @param only names of conditions, or empty for all */
    void run(Path folder, int scenes, String only) throws IOException {
        List<Path> garments = Photos.in(folder);
        TagReader reader = new TagReader(nanoClock);
        warmUp(garments);
        for (Condition condition : Condition.values()) {
            for (Code code : Code.values()) {
                String data = (condition + "/" + code).toLowerCase(Locale.ROOT).replace('_', '-');
                if (!only.isEmpty() && !List.of(only.split(",")).contains(data)) {
                    continue;
                }
                PrecheckTally tally = new PrecheckTally("hang-tag", PROTOCOL, command);
                PrecheckTally plain = new PrecheckTally("hang-tag", PROTOCOL, command);
                List<String> missed = new ArrayList<>();
                for (int i = 0; i < scenes; i++) {
                    long seed = 1000L * data.hashCode() + i;
                    String gtin = HangTags.gtin(new Random(seed));
                    BufferedImage garment = Photos.image(Photos.decode(garments.get(i % garments.size())));
                    GrayImage scene = Photos.photo(HangTags.scene(garment, gtin, code, condition, seed))
                            .gray();
                    long start = nanoClock.getAsLong();
                    TagReading reading = reader.read(scene, ExpectedCode.of(gtin));
                    tally.add(reading, nanoClock.getAsLong() - start);
                    if (!(reading instanceof TagReading.Found)) {
                        missed.add(i + " " + reading);
                    }
                    start = nanoClock.getAsLong();
                    plain.add(gtin, PrecheckBench.plain(scene), nanoClock.getAsLong() - start);
                    tally.ask(
                            reader.read(scene, ExpectedCode.of(PrecheckBench.neighbour(gtin, 11, 1)))
                                    instanceof TagReading.Found);
                }
                Progress.say(data + ": missed " + missed);
                tally.print("tandem", data);
                plain.print("zxing-plain", data);
            }
        }
    }

    private static void warmUp(List<Path> garments) throws IOException {
        TagReader reader = new TagReader();
        for (int i = 0; i < WARM_UP; i++) {
            String gtin = HangTags.gtin(new Random(i));
            BufferedImage garment = Photos.image(Photos.decode(garments.get(i % garments.size())));
            GrayImage scene = Photos.photo(
                            HangTags.scene(garment, gtin, i % 2 == 0 ? Code.EAN_13 : Code.QR, Condition.BLUR, i))
                    .gray();
            reader.read(scene, ExpectedCode.of(gtin));
            reader.read(scene, ExpectedCode.of("4006381333931"));
            PrecheckBench.plain(scene);
        }
    }
}
