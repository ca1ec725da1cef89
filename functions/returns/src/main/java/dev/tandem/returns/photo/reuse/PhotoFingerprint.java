package dev.tandem.returns.photo.reuse;

import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.LocalFeatures;
import dev.tandem.returns.photo.Photo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a photo to know it again: about 25 KB, from which the photo cannot be restored but as a small grey one.
 *
 * @param thumbnail at most {@link #THUMBNAIL} pixels long
 * @param taken when the camera says that it took the photo; null where it does not
 */
public record PhotoFingerprint(
        long hash,
        LocalFeatures features,
        GrayImage thumbnail,
        @Nullable LocalDateTime taken) {
    static final int THUMBNAIL = 96;
    private static final int VERSION = 1;
    private static final int STORED_WORDS = 64;
    /** With 8 x 4 bands this makes a hundred keys, as many as one batch of DynamoDB reads. */
    private static final int ASKED_WORDS = 34;

    public static PhotoFingerprint of(Photo photo) {
        return of(prepared(photo), photo.taken());
    }

    static PhotoFingerprint of(GrayImage prepared, @Nullable LocalDateTime taken) {
        return new PhotoFingerprint(
                PerceptualHash.of(prepared), LocalFeatures.of(prepared), prepared.within(THUMBNAIL), taken);
    }

    /** Without its frame, small. */
    static GrayImage prepared(Photo photo) {
        return Frame.cutAway(photo.gray().within(2 * LocalFeatures.SIDE)).within(LocalFeatures.SIDE);
    }

    /** Under these a photo is put into the index; at most 68. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(bands(hash));
        for (int word : Words.of(features, STORED_WORDS)) {
            keys.add(key(word));
        }
        return keys;
    }

    /** Under these a new photo's earlier uses are found; at most 100. */
    static Set<String> keysOfAllViews(GrayImage image, LocalFeatures features, LocalFeatures mirrored) {
        Set<String> keys = new LinkedHashSet<>();
        for (long hash : PerceptualHash.ofAllEight(image)) {
            keys.addAll(bands(hash));
        }
        for (LocalFeatures view : List.of(features, mirrored)) {
            for (int word : Words.of(view, ASKED_WORDS)) {
                keys.add(key(word));
            }
        }
        return keys;
    }

    private static String key(int word) {
        return "w" + Integer.toHexString(word);
    }

    /** Four parts of 16 bits: of hashes that differ in at most three bits, one part at least is the same. */
    private static List<String> bands(long hash) {
        List<String> bands = new ArrayList<>();
        for (int band = 0; band < 4; band++) {
            bands.add("h" + band + Long.toHexString((hash >>> (16 * band)) & 0xffff));
        }
        return bands;
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(hash);
            out.writeLong(taken == null ? Long.MIN_VALUE : taken.toEpochSecond(ZoneOffset.UTC));
            out.writeShort(thumbnail.width());
            out.writeShort(thumbnail.height());
            out.write(thumbnail.pixels());
            out.writeShort(features.width());
            out.writeShort(features.height());
            out.writeShort(features.count());
            for (float value : features.places()) {
                out.writeFloat(value);
            }
            out.write(features.descriptors());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException for bytes that {@link #bytes} of this version did not write */
    public static PhotoFingerprint of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("a fingerprint of another version");
            }
            long hash = in.readLong();
            long taken = in.readLong();
            int width = in.readUnsignedShort();
            int height = in.readUnsignedShort();
            GrayImage thumbnail = new GrayImage(width, height, in.readNBytes(width * height));
            int featuresWidth = in.readUnsignedShort();
            int featuresHeight = in.readUnsignedShort();
            int count = in.readUnsignedShort();
            float[] places = new float[4 * count];
            for (int i = 0; i < places.length; i++) {
                places[i] = in.readFloat();
            }
            byte[] descriptors = new byte[LocalFeatures.LENGTH * count];
            in.readFully(descriptors);
            return new PhotoFingerprint(
                    hash,
                    new LocalFeatures(featuresWidth, featuresHeight, places, descriptors),
                    thumbnail,
                    taken == Long.MIN_VALUE ? null : LocalDateTime.ofEpochSecond(taken, 0, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new IllegalArgumentException("a fingerprint that was cut", e);
        }
    }
}
