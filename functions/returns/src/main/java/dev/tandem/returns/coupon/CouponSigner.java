package dev.tandem.returns.coupon;

import dev.tandem.returns.policy.Money;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes coupons and knows its own: HMAC-SHA256 (RFC 2104) under a key that never leaves the table. A code has 80 bits of id and 65 of
 * signature in Crockford's base 32, so that neither can be guessed nor changed in value by whoever may write to the table but lacks the key.
 */
public final class CouponSigner {
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final Pattern CODE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{16}-[0-9A-HJKMNP-TV-Z]{13}");
    private static final int ID_LENGTH = 16;
    private static final int SIGNATURE_LENGTH = 13;

    private final byte[] key;

    public CouponSigner(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("A key has 32 bytes or more");
        }
        this.key = key.clone();
    }

    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    static String idOf(String code) {
        return code.substring(0, ID_LENGTH);
    }

    /** The one coupon of a return. */
    public Coupon issue(String returnId, String shopperId, Money value, Instant now) {
        String id = base32(hmac("id", returnId), ID_LENGTH);
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plus(Coupon.LIFETIME);
        return new Coupon(
                id,
                id + "-" + signature(id, shopperId, value, expires),
                returnId,
                shopperId,
                value,
                Coupon.State.ISSUED,
                issued,
                expires,
                null,
                null,
                null,
                1);
    }

    /** Whether the code is of that coupon and the coupon is worth what it was signed for. */
    boolean isGenuine(Coupon coupon, String code) {
        String expected = coupon.couponId() + "-"
                + signature(coupon.couponId(), coupon.shopperId(), coupon.value(), coupon.expiresAt());
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.US_ASCII));
    }

    private String signature(String id, String shopperId, Money value, Instant expires) {
        return base32(
                hmac("worth", id, shopperId, Long.toString(value.minor()), value.currency(), expires.toString()),
                SIGNATURE_LENGTH);
    }

    private byte[] hmac(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base32(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int bit = i * 5;
            int pair = (bytes[bit / 8] & 0xff) << 8 | bytes[bit / 8 + 1] & 0xff;
            text.append(CROCKFORD[pair >> (11 - bit % 8) & 31]);
        }
        return text.toString();
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "CouponSigner";
    }
}
