package dev.tandem.stock;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of identifiers. None may hold {@code #}, which parts table keys. */
public final class Codes {
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");
    private static final Pattern RESERVATION = Pattern.compile("[A-Za-z0-9]{26}");
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
}
