package dev.tandem.commons.drops;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A dropped file's bytes on their way: hashes them, and tells a connection that broke off from a file that is short. */
final class DroppedBytes extends FilterInputStream {
    private final MessageDigest digest = sha256Digest();
    private final long size;
    private long read;

    DroppedBytes(DropStore.Content content) {
        super(content.body());
        this.size = content.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int got = super.read(target, offset, length);
        if (got > 0) {
            read += got;
            digest.update(target, offset, got);
        } else if (got < 0 && read != size) {
            throw new IOException("The connection broke off after " + read + " of " + size + " bytes");
        }
        return got;
    }

    /** SHA-256 of the whole file in lower-case hexadecimal; reads what is left of it first. */
    String sha256() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
