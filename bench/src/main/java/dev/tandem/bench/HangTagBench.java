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

/** Tag reading on rendered hang tags, one line for each condition and kind of code, beside one pass of ZXing. */
final class HangTagBench {
    private static final String PROTOCOL = "one tag with one code on a photo of a garment, 900 x 1200, seeded";

    private final String command;

    HangTagBench(String command) {
        this.command = command;
    }

    void run(Path folder, int scenes) throws IOException {
        List<Path> garments = Photos.in(folder);
        TagReader reader = new TagReader();
        for (Condition condition : Condition.values()) {
            for (Code code : Code.values()) {
                String data = (condition + "/" + code).toLowerCase(Locale.ROOT).replace('_', '-');
                PrecheckTally tally = new PrecheckTally("hang-tag", PROTOCOL, command);
                PrecheckTally plain = new PrecheckTally("hang-tag", PROTOCOL, command);
                List<String> missed = new ArrayList<>();
                for (int i = 0; i < scenes; i++) {
                    long seed = 1000L * data.hashCode() + i;
                    String gtin = HangTags.gtin(new Random(seed));
                    BufferedImage garment = Photos.image(Photos.decode(garments.get(i % garments.size())));
                    GrayImage scene = Photos.photo(HangTags.scene(garment, gtin, code, condition, seed))
                            .gray();
                    long start = System.nanoTime();
                    TagReading reading = reader.read(scene, ExpectedCode.of(gtin));
                    tally.add(reading, System.nanoTime() - start);
                    if (!(reading instanceof TagReading.Found)) {
                        missed.add(i + " " + reading);
                    }
                    start = System.nanoTime();
                    plain.add(gtin, PrecheckBench.plain(scene), System.nanoTime() - start);
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
}
