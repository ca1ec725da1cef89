package dev.tandem.bench;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import dev.tandem.bench.photo.Photos;
import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.tag.CodeRead;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.GraySource;
import dev.tandem.returns.photo.tag.TagReader;
import dev.tandem.returns.photo.tag.TagReading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Tag reading in verify mode on folders of {@code N.png|jpg} and {@code N.txt}, beside one pass of ZXing, and on rendered
 * hang tags. Found: the expected code. Wrong: another one named. False accept: a code that is not there, taken for found; asked are
 * other codes of the folder and the neighbours of the right one. {@code --cpu-time} counts the processor time of the one thread that
 * works, in the search's time limit as in the figures, for a machine that others use too.
 */
final class PrecheckBench {
    private static final String PROTOCOL =
            "verify mode, one thread; false accepts against other codes of the folder and neighbours with right check"
                    + " digits";

    private final String command;
    private LongSupplier nanoClock = System::nanoTime;

    PrecheckBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException {
        Optional<Path> data = arguments.text("--data").map(Path::of);
        Optional<Path> garments = arguments.text("--garments").map(Path::of);
        if (data.isEmpty() && garments.isEmpty()) {
            throw new IllegalArgumentException("precheck needs --data DIR or --garments DIR");
        }
        if (arguments.flag("--cpu-time")) {
            nanoClock = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
        }
        if (data.isPresent()) {
            photographs(data.get(), arguments.flag("--names"), arguments.number("--others", 4));
        }
        if (garments.isPresent()) {
            new HangTagBench(command, nanoClock)
                    .run(
                            garments.get(),
                            arguments.number("--scenes", 40),
                            arguments.text("--only").orElse(""));
        }
    }

    private void photographs(Path data, boolean names, int others) throws IOException {
        List<Path> folders = folders(data);
        PrecheckTally all = new PrecheckTally("precheck", PROTOCOL, command);
        PrecheckTally allPlain = new PrecheckTally("precheck", PROTOCOL, command);
        warmUp(cases(folders.getFirst()));
        for (Path folder : folders) {
            List<Case> cases = cases(folder);
            Progress.say(folder + ": " + cases.size() + " photos");
            PrecheckTally tally = new PrecheckTally("precheck", PROTOCOL, command);
            PrecheckTally plain = new PrecheckTally("precheck", PROTOCOL, command);
            TagReader reader = new TagReader(nanoClock);
            for (Case one : cases) {
                long start = nanoClock.getAsLong();
                TagReading reading = reader.read(one.image(), ExpectedCode.of(one.code()));
                long nanos = nanoClock.getAsLong() - start;
                tally.add(reading, nanos);
                all.add(reading, nanos);
                if (names) {
                    Progress.say(folder.getFileName() + "/" + one.name() + " " + nanos / 1_000_000 + " ms " + reading);
                }
                start = nanoClock.getAsLong();
                Optional<CodeRead> read = plain(one.image());
                nanos = nanoClock.getAsLong() - start;
                plain.add(one.code(), read, nanos);
                allPlain.add(one.code(), read, nanos);
            }
            for (int i = 0; i < cases.size(); i++) {
                for (String other : others(cases, i, others)) {
                    boolean accepted =
                            reader.read(cases.get(i).image(), ExpectedCode.of(other)) instanceof TagReading.Found;
                    tally.ask(accepted);
                    all.ask(accepted);
                    if (accepted) {
                        Progress.say("false accept: " + cases.get(i).name() + " as " + other);
                    }
                }
            }
            tally.print("tandem", folder.getFileName().toString());
            plain.print("zxing-plain", folder.getFileName().toString());
        }
        all.print("tandem", "all");
        allPlain.print("zxing-plain", "all");
    }

    private static void warmUp(List<Case> cases) {
        TagReader reader = new TagReader();
        for (int i = 0; i < 12; i++) {
            Case one = cases.get(i % cases.size());
            reader.read(one.image(), ExpectedCode.of(one.code()));
            reader.read(one.image(), ExpectedCode.of("4006381333931"));
            plain(one.image());
        }
    }

    private static List<Path> folders(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException("no such folder: " + data);
        }
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> children = Files.list(data)) {
            for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
                if (!cases(child).isEmpty()) {
                    folders.add(child);
                }
            }
        }
        if (!cases(data).isEmpty()) {
            folders.add(data);
        }
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("no N.png with N.txt in " + data + " or the folders in it");
        }
        return folders;
    }

    private record Case(String name, GrayImage image, String code) {}

    private static List<Case> cases(Path folder) throws IOException {
        List<Path> photos;
        try {
            photos = Photos.in(folder);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        List<Case> cases = new ArrayList<>();
        for (Path photo : photos) {
            String name = photo.getFileName().toString();
            Path text = folder.resolve(name.substring(0, name.lastIndexOf('.')) + ".txt");
            if (Files.exists(text)) {
                String code = new String(Files.readAllBytes(text), StandardCharsets.UTF_8);
                cases.add(new Case(name, Photos.decode(photo).gray(), code));
            }
        }
        return cases;
    }

    /** Codes that are not on the photo: of others in the folder, and for bar codes those that differ least. */
    private static Set<String> others(List<Case> cases, int index, int most) {
        String own = cases.get(index).code().strip();
        Set<String> others = new LinkedHashSet<>();
        for (int i = 1; i < cases.size() && others.size() < most; i++) {
            others.add(cases.get((index + i * 7) % cases.size()).code());
        }
        if (most > 0 && own.matches("\\d{13}")) {
            others.add(neighbour(own, 11, 1));
            others.add(neighbour(own, 11, 7));
            others.add(neighbour(own, 9, 3));
            others.add(neighbour(own, 6, 1));
        }
        others.remove(cases.get(index).code());
        return others;
    }

    /** The code with one digit changed and the check digit put right, as of another size of the same garment. */
    static String neighbour(String ean13, int place, int by) {
        char[] digits = ean13.toCharArray();
        digits[place] = (char) ('0' + (digits[place] - '0' + by) % 10);
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }
        digits[12] = (char) ('0' + (10 - sum % 10) % 10);
        return new String(digits);
    }

    /** What one would write first: all formats, TRY_HARDER, one pass. */
    static Optional<CodeRead> plain(GrayImage image) {
        try {
            var result = new MultiFormatReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new GraySource(image))),
                            Map.of(DecodeHintType.TRY_HARDER, true));
            return Optional.of(new CodeRead(result.getText(), result.getBarcodeFormat() == BarcodeFormat.QR_CODE));
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }
}
