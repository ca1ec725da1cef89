package dev.tandem.returns.photo;

/**
 * Bytes of a file that nobody vouches for; reading beyond their end says that the photo is damaged.
 *
 * @param from first byte of the part, {@code to} the one after its last
 */
@SuppressWarnings("ArrayRecordComponent") // a view, compared by nobody
record Bytes(byte[] array, int from, int to) {

    static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    int length() {
        return to - from;
    }

    Bytes part(long offset, long length) {
        check(offset, length);
        return new Bytes(array, from + (int) offset, from + (int) (offset + length));
    }

    int u8(long offset) {
        check(offset, 1);
        return array[from + (int) offset] & 0xff;
    }

    int u16(long offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    long u32(long offset) {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    /** Little end first, as in RIFF. */
    int u16Little(long offset) {
        return u8(offset + 1) << 8 | u8(offset);
    }

    int u24Little(long offset) {
        return u8(offset + 2) << 16 | u16Little(offset);
    }

    long u32Little(long offset) {
        return (long) u16Little(offset + 2) << 16 | u16Little(offset);
    }

    boolean startsWith(long offset, int... expected) {
        if (offset + expected.length > length()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (u8(offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private void check(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > length()) {
            throw new PhotoException(PhotoFault.PHOTO_DAMAGED, "the file ends before its content does");
        }
    }
}
