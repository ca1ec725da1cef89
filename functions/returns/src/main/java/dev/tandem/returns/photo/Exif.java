package dev.tandem.returns.photo;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The two notes of a camera that matter here (Exif 2.32): which way is up, and when the picture was taken. Notes that make
 * no sense count as absent, for the picture can be fine all the same.
 *
 * @param orientation 1 to 8 as in TIFF, 1 being upright
 */
record Exif(int orientation, @Nullable LocalDateTime taken) {
    private static final int ORIENTATION = 0x0112;
    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int TAKEN = 0x9003;
    private static final int MOST_ENTRIES = 512;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss", Locale.ROOT);

    static Exif read(@Nullable Bytes tiff) {
        if (tiff == null) {
            return new Exif(1, null);
        }
        int orientation = 1;
        LocalDateTime taken = null;
        try {
            boolean little = tiff.u16(0) == 0x4949;
            long first = number(tiff, 4, 4, little);
            int at = entry(tiff, first, ORIENTATION, little);
            if (at >= 0) {
                int value = (int) number(tiff, at + 8, 2, little);
                orientation = value >= 1 && value <= 8 ? value : 1;
            }
            int directory = entry(tiff, first, EXIF_DIRECTORY, little);
            if (directory >= 0) {
                int time = entry(tiff, number(tiff, directory + 8, 4, little), TAKEN, little);
                taken = time < 0 ? null : time(tiff.part(number(tiff, time + 8, 4, little), 19));
            }
        } catch (PhotoException e) {
            return new Exif(orientation, null);
        }
        return new Exif(orientation, taken);
    }

    /** Where the entry of a tag begins in a directory; -1 where the tag is absent. */
    private static int entry(Bytes tiff, long directory, int tag, boolean little) {
        int entries = Math.min((int) number(tiff, directory, 2, little), MOST_ENTRIES);
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + 12L * i;
            if (number(tiff, at, 2, little) == tag) {
                return (int) at;
            }
        }
        return -1;
    }

    private static long number(Bytes tiff, long at, int bytes, boolean little) {
        if (bytes == 2) {
            return little ? tiff.u16Little(at) : tiff.u16(at);
        }
        return little ? tiff.u32Little(at) : tiff.u32(at);
    }

    private static @Nullable LocalDateTime time(Bytes text) {
        try {
            return LocalDateTime.parse(
                    new String(text.array(), text.from(), text.length(), StandardCharsets.US_ASCII), TIME);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
