package dev.tandem.stock;

import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of identifiers. None may hold {@code #}, which parts table keys. */
public final class Codes {
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");
    private static final Pattern RESERVATION = Pattern.compile("[A-Za-z0-9]{26}");
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    /** Chosen by callers of reserve; no location can have it. */
    public static final String AUTO = "auto";

    private Codes() {}

    public static boolean isSku(@Nullable String text) {
        return text != null && SKU.matcher(text).matches();
    }

    /** Whether a location may have this id: {@code auto} in any case is taken by reservations. */
    public static boolean isLocation(@Nullable String text) {
        return text != null && LOCATION.matcher(text).matches() && !AUTO.equalsIgnoreCase(text);
    }

    public static boolean isReservation(@Nullable String text) {
        return text != null && RESERVATION.matcher(text).matches();
    }

    /** A ULID: ten characters of time, sixteen of chance; 80 random bits cannot be guessed. */
    public static String newId(long epochMillis, SecureRandom random) {
        char[] id = new char[26];
        long time = epochMillis;
        for (int i = 9; i >= 0; i--) {
            id[i] = CROCKFORD[(int) (time & 31)];
            time >>>= 5;
        }
        for (int i = 10; i < 26; i++) {
            id[i] = CROCKFORD[random.nextInt(32)];
        }
        return new String(id);
    }
}
