package dev.tandem.dispatch.replay;

/**
 * Numbers drawn once for ever: the same order, courier and attempt have the same luck under every policy, so that policies differ by what
 * they decide and not by chance (common random numbers).
 */
final class Luck {
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private Luck() {}

    /** Uniform from 0 to 1, without 1. */
    static double of(String order, String courier, int attempt, String what) {
        long mixed = SEED;
        for (String part : new String[] {order, courier, Integer.toString(attempt), what}) {
            for (int i = 0; i < part.length(); i++) {
                mixed = mix(mixed ^ part.charAt(i));
            }
            mixed = mix(mixed + SEED);
        }
        return (mixed >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
