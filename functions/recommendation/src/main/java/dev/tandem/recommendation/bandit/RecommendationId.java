package dev.tandem.recommendation.bandit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an answer's {@code recommendationId} says of it: 48 bytes, 64 characters of URL-safe Base64. It carries what feedback needs, so an
 * answer writes nothing; and a code over it and the session id, so nobody makes one up or uses another session's.
 *
 * <p>Layout: version 1, segment 1 (placement * 16 + band), arm 1, policy version 1, propensity 4 (float), issued 4 (unsigned epoch second),
 * random 6, items 18 (Bloom filter, {@value #HASHES} hashes), code 12 (first bytes of HMAC-SHA-256).
 *
 * @param propensity probability with which the arm was drawn
 * @param random makes two answers two; the filter is salted with it
 * @param items filter of the items in the answer: knows each of them, and of others one in 280 with 10 items in the answer, one in 30 with 20
 */
public record RecommendationId(
        Segment segment, Arm arm, int policyVersion, float propensity, Instant issuedAt, long random, byte[] items) {
    /** Bytes of a signing key. */
    public static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int FILTER_BYTES = 18;
    private static final int HASHES = 4;
    private static final int CODE_BYTES = 12;
    private static final int PAYLOAD_BYTES = 36;
    private static final int LENGTH = 64;

    /** The id of an answer that gives these items; of {@code random} the lowest 48 bits are used. */
    public static RecommendationId of(
            Segment segment, Weights.Weight drawn, Instant issuedAt, long random, Collection<String> skus) {
        long salt = random & 0xffff_ffff_ffffL;
        byte[] filter = new byte[FILTER_BYTES];
        for (String sku : skus) {
            for (int bit : bits(salt, sku)) {
                filter[bit / 8] |= (byte) (1 << bit % 8);
            }
        }
        return new RecommendationId(
                segment, drawn.arm(), Policy.VERSION, (float) drawn.propensity(), issuedAt, salt, filter);
    }

    public boolean holds(String sku) {
        return Arrays.stream(bits(random, sku)).allMatch(bit -> (items[bit / 8] & 1 << bit % 8) != 0);
    }

    private static int[] bits(long salt, String sku) {
        ByteBuffer hash = ByteBuffer.wrap(sha256((salt + "/" + sku).getBytes(StandardCharsets.UTF_8)));
        int[] bits = new int[HASHES];
        for (int i = 0; i < HASHES; i++) {
            bits[i] = (int) (Integer.toUnsignedLong(hash.getInt()) % (8 * FILTER_BYTES));
        }
        return bits;
    }

    /** @param sessionId whose answer it is; empty for an answer to no session, which then takes no feedback */
    public String write(byte[] key, String sessionId) {
        ByteBuffer bytes = ByteBuffer.allocate(PAYLOAD_BYTES + CODE_BYTES)
                .put(VERSION)
                .put((byte) (Segment.PLACEMENTS.indexOf(segment.placement()) * 16
                        + segment.band().ordinal()))
                .put((byte) arm.number())
                .put((byte) policyVersion)
                .putFloat(propensity)
                .putInt((int) issuedAt.getEpochSecond())
                .putShort((short) (random >>> 32))
                .putInt((int) random)
                .put(items);
        bytes.put(code(key, bytes.array(), sessionId));
        return Base64.getUrlEncoder().encodeToString(bytes.array());
    }

    /** Whether a text has the form of an id. */
    public static boolean hasForm(String text) {
        return text.length() == LENGTH
                && bytes(text).filter(bytes -> bytes[0] == VERSION).isPresent();
    }

    /** Empty unless this very id was written with the key for the session; and when its arm has been taken out since. */
    public static Optional<RecommendationId> read(byte[] key, String sessionId, String text) {
        return bytes(text)
                .filter(bytes -> bytes.length == PAYLOAD_BYTES + CODE_BYTES && bytes[0] == VERSION)
                .filter(bytes -> MessageDigest.isEqual(
                        code(key, bytes, sessionId), Arrays.copyOfRange(bytes, PAYLOAD_BYTES, bytes.length)))
                .flatMap(RecommendationId::payload);
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<RecommendationId> payload(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, PAYLOAD_BYTES - 1);
        int segment = Byte.toUnsignedInt(in.get());
        Optional<Arm> arm = Arm.ofNumber(Byte.toUnsignedInt(in.get()));
        if (segment / 16 >= Segment.PLACEMENTS.size() || segment % 16 >= IntentBand.values().length || arm.isEmpty()) {
            return Optional.empty();
        }
        int policyVersion = Byte.toUnsignedInt(in.get());
        float propensity = in.getFloat();
        Instant issuedAt = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
        long random = Short.toUnsignedLong(in.getShort()) << 32 | Integer.toUnsignedLong(in.getInt());
        byte[] items = new byte[FILTER_BYTES];
        in.get(items);
        return Optional.of(new RecommendationId(
                new Segment(Segment.PLACEMENTS.get(segment / 16), IntentBand.values()[segment % 16]),
                arm.get(),
                policyVersion,
                propensity,
                issuedAt,
                random,
                items));
    }

    private static byte[] code(byte[] key, byte[] payload, String sessionId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(payload, 0, PAYLOAD_BYTES);
            mac.update(sessionId.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), CODE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
