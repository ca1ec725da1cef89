package dev.tandem.returns.photo;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about itself, read by hand before any decoder sees it, and the part of it that a decoder needs: everything
 * that can hide another compressed stream (text chunks, colour profiles, thumbnails) is left out.
 *
 * @param heavy whether a decoder has to hold the whole picture at full size (progressive JPEG, interlaced PNG, WebP)
 * @param exif the TIFF structure with the camera's notes; null where there is none
 * @param clean the file with only what is needed to decode it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PhotoHeader(
        int width, int height, boolean heavy, @Nullable Bytes exif, byte[] clean) {
    /** A camera writes about ten scans; thousands of them are a way to keep a decoder busy. */
    private static final int MOST_SCANS = 40;

    static PhotoHeader read(PhotoType type, Bytes bytes) {
        return switch (type) {
            case JPEG -> jpeg(bytes);
            case PNG -> png(bytes);
            case WEBP -> webp(bytes);
        };
    }

    private static PhotoHeader jpeg(Bytes bytes) {
        ByteArrayOutputStream clean = new ByteArrayOutputStream(bytes.length());
        clean.write(0xff);
        clean.write(0xd8);
        Bytes exif = null;
        int width = 0;
        int height = 0;
        int scans = 0;
        boolean progressive = false;
        int at = 2;
        while (true) {
            while (bytes.u8(at) != 0xff) {
                at++;
            }
            int marker = bytes.u8(++at);
            if (marker == 0xff || marker == 0) {
                continue;
            }
            at++;
            if (marker == 0xd9) {
                clean.write(0xff);
                clean.write(0xd9);
                break;
            }
            if ((marker >= 0xd0 && marker <= 0xd8) || marker == 0x01) {
                continue;
            }
            int length = bytes.u16(at);
            Bytes segment = bytes.part(at, Math.max(length, 2));
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                if (width > 0) {
                    throw damaged("it has several frames");
                }
                progressive = marker == 0xc2 || marker == 0xca;
                height = segment.u16(3);
                width = segment.u16(5);
            } else if (marker == 0xe1 && segment.startsWith(2, 'E', 'x', 'i', 'f', 0, 0) && exif == null) {
                exif = segment.part(8, segment.length() - 8L);
            }
            boolean needed = marker < 0xe0 || marker == 0xe0 || marker == 0xee;
            int end = at + segment.length();
            if (marker == 0xda) {
                if (++scans > MOST_SCANS) {
                    throw damaged("it has more than " + MOST_SCANS + " scans");
                }
                end = endOfScan(bytes, end);
            }
            if (needed) {
                clean.write(0xff);
                clean.write(marker);
                clean.write(bytes.array(), bytes.from() + at, end - at);
            }
            at = end;
        }
        if (width == 0 || height == 0 || scans == 0) {
            throw damaged("it has no picture");
        }
        return new PhotoHeader(width, height, progressive, exif, clean.toByteArray());
    }

    /** The first marker after the entropy-coded data, restart markers being part of those. */
    private static int endOfScan(Bytes bytes, int from) {
        int at = from;
        while (true) {
            if (bytes.u8(at) == 0xff) {
                int next = bytes.u8(at + 1);
                if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
                    return at;
                }
            }
            at++;
        }
    }

    private static PhotoHeader png(Bytes bytes) {
        ByteArrayOutputStream clean = new ByteArrayOutputStream(bytes.length());
        clean.write(bytes.array(), bytes.from(), 8);
        Bytes exif = null;
        int width = 0;
        int height = 0;
        boolean interlaced = false;
        int at = 8;
        for (String name = ""; !name.equals("IEND"); ) {
            long length = bytes.u32(at);
            Bytes chunk = bytes.part(at + 8L, length);
            bytes.part(at + 8L + length, 4);
            name = name(bytes, at + 4);
            switch (name) {
                case "IHDR" -> {
                    width = side(chunk.u32(0));
                    height = side(chunk.u32(4));
                    interlaced = chunk.u8(12) != 0;
                }
                case "acTL" -> throw new PhotoException(PhotoFault.PHOTO_ANIMATED, "animated PNG");
                case "eXIf" -> exif = chunk;
                default -> {}
            }
            if (name.equals("IHDR")
                    || name.equals("PLTE")
                    || name.equals("tRNS")
                    || name.equals("IDAT")
                    || name.equals("IEND")) {
                clean.write(bytes.array(), bytes.from() + at, (int) length + 12);
            }
            at += (int) length + 12;
        }
        return new PhotoHeader(width, height, interlaced, exif, clean.toByteArray());
    }

    private static PhotoHeader webp(Bytes bytes) {
        long riff = bytes.u32Little(4);
        // A file that arrived in part is shorter than it says.
        Bytes body = bytes.part(0, riff + 8);
        Bytes exif = null;
        int width = 0;
        int height = 0;
        int pictureWidth = 0;
        int pictureHeight = 0;
        long at = 12;
        while (at + 8 <= body.length()) {
            String name = name(body, at);
            Bytes chunk = body.part(at + 8, body.u32Little(at + 4));
            switch (name) {
                case "VP8X" -> {
                    if ((chunk.u8(0) & 2) != 0) {
                        throw new PhotoException(PhotoFault.PHOTO_ANIMATED, "animated WebP");
                    }
                    width = chunk.u24Little(4) + 1;
                    height = chunk.u24Little(7) + 1;
                }
                case "VP8 " -> {
                    pictureWidth = chunk.u16Little(6) & 0x3fff;
                    pictureHeight = chunk.u16Little(8) & 0x3fff;
                }
                case "VP8L" -> {
                    long sizes = chunk.u32Little(1);
                    pictureWidth = (int) (sizes & 0x3fff) + 1;
                    pictureHeight = (int) (sizes >> 14 & 0x3fff) + 1;
                }
                case "ANIM", "ANMF" -> throw new PhotoException(PhotoFault.PHOTO_ANIMATED, "animated WebP");
                case "EXIF" ->
                    exif = chunk.startsWith(0, 'E', 'x', 'i', 'f', 0, 0) ? chunk.part(6, chunk.length() - 6L) : chunk;
                default -> {}
            }
            at += 8L + chunk.length() + (chunk.length() & 1);
        }
        if (pictureWidth == 0 || pictureHeight == 0) {
            throw damaged("it has no picture");
        }
        return new PhotoHeader(
                Math.max(width, pictureWidth), Math.max(height, pictureHeight), true, exif, bytes.array());
    }

    private static int side(long side) {
        return (int) Math.min(side, Integer.MAX_VALUE);
    }

    private static String name(Bytes bytes, long at) {
        return "" + (char) bytes.u8(at) + (char) bytes.u8(at + 1) + (char) bytes.u8(at + 2) + (char) bytes.u8(at + 3);
    }

    private static PhotoException damaged(String detail) {
        return new PhotoException(PhotoFault.PHOTO_DAMAGED, detail);
    }
}
