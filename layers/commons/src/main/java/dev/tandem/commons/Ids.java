package dev.tandem.commons;

import java.security.SecureRandom;

/** Identifiers that sort by time and cannot be guessed. */
public final class Ids {
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private Ids() {}

    /** A ULID: ten characters of time, sixteen of chance; 80 random bits cannot be guessed. */
    public static String next(long epochMillis, SecureRandom random) {
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
