package dev.tandem.forecast.history;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers in as few bytes as they need: seven bits a byte, the sign folded in (zigzag). */
public final class Packed {
    private Packed() {}

    public static void write(DataOutput out, long value) throws IOException {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long read(DataInput in) throws IOException {
        long rest = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.readByte();
            rest |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return rest >>> 1 ^ -(rest & 1);
            }
        }
        throw new IOException("A number of more than ten bytes");
    }

    /**
     * A count that is about to be allocated.
     *
     * @throws IOException when it is negative or beyond what the file can hold
     */
    public static int readCount(DataInput in, int most) throws IOException {
        long count = read(in);
        if (count < 0 || count > most) {
            throw new IOException("A count of " + count);
        }
        return (int) count;
    }
}
