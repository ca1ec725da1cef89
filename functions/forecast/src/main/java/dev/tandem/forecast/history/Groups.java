package dev.tandem.forecast.history;

import java.nio.charset.StandardCharsets;

/**
 * SKUs by group. A group is the unit in which histories are kept and forecasts are made; all locations of a SKU are in the same one.
 *
 * @param count a power of two from 1 to {@value #MOST}
 */
public record Groups(int count) {
    public static final int MOST = 8192;
    /** Stands in the keys of shared signals, as {@code region:north}, and in no SKU. */
    public static final char SHARED = ':';

    public Groups {
        if (count < 1 || count > MOST || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("Groups come in powers of two up to " + MOST + ", not " + count);
        }
    }

    /** The group of a SKU; {@link #shared()} for the key of a shared signal. */
    public int of(String sku) {
        return sku.indexOf(SHARED) >= 0 ? shared() : (int) (hash(sku) >>> 40) & count - 1;
    }

    /** The number, one above all groups, under which signals are kept that hold for a whole region or category. */
    public int shared() {
        return count;
    }

    /** 64 well mixed bits of a text: FNV-1a with the finish of MurmurHash3 (Appleby), the same on every machine and for ever. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ next & 0xff) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
