package dev.tandem.recommendation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of the interaction log: HMAC-SHA-256 of a session's, person's or event's id with a secret key of the month in which the event
 * happened. Within a month the same id has the same pseudonym; who has the log alone cannot tell whose it is, and when the month's key is
 * gone nobody can.
 */
final class Pseudonyms {
    /** Where the secret keys are, 32 bytes each; the same for everybody who asks for a month. */
    interface Keys {
        byte[] of(YearMonth month);
    }

    private static final String ALGORITHM = "HmacSHA256";
    /** Ninety-six bits: two of a thousand million ids are the same with a probability of 1 in 10^11. */
    private static final int BYTES = 12;

    private final Keys keys;
    private final Map<YearMonth, SecretKeySpec> known = new ConcurrentHashMap<>();

    Pseudonyms(Keys keys) {
        this.keys = keys;
    }

    String session(String id, Instant at) {
        return HexFormat.of().formatHex(hash("session", id, at), 0, BYTES);
    }

    String user(String id, Instant at) {
        return HexFormat.of().formatHex(hash("user", id, at), 0, BYTES);
    }

    /** An event's id is its own within its session only. */
    String event(BehaviourEvent event) {
        byte[] hash = hash("event", event.sessionId() + " " + event.eventId(), event.at());
        return Long.toUnsignedString(ByteBuffer.wrap(hash).getLong(), 36);
    }

    private byte[] hash(String type, String id, Instant at) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(known.computeIfAbsent(
                    YearMonth.from(at.atOffset(ZoneOffset.UTC)),
                    month -> new SecretKeySpec(keys.of(month), ALGORITHM)));
            return mac.doFinal((type + " " + id).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
