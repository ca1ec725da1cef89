package dev.tandem.returns.photo.tag;

/** The bars of EAN-13 (ISO/IEC 15420): 95 modules, of which guards take 3, 5 and 3, and each of 12 digits takes 7. */
final class Ean13 {
    static final int MODULES = 95;
    static final int DIGITS = 12;
    /** Widths of space, bar, space, bar of the digits of set A; set B is C mirrored, C has the colours turned. */
    private static final String[] WIDTHS = {
        "3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"
    };
    /** Which of the six left digits are of set B, by the first digit, that has no bars of its own; leftmost is the highest bit. */
    private static final int[] SET_B = {
        0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010
    };

    private Ean13() {}

    /** Whether the digit at a place is drawn in set B when the code begins with {@code first}. */
    static boolean setB(int first, int place) {
        return place < 6 && (SET_B[first] >> (5 - place) & 1) == 1;
    }

    /** The first module of the digit at a place 0 to 11. */
    static int start(int place) {
        return place < 6 ? 3 + 7 * place : 50 + 7 * (place - 6);
    }

    /** The seven modules of a digit, true for a bar. */
    static boolean[] digit(int digit, int place, boolean setB) {
        boolean[] modules = new boolean[7];
        String widths = WIDTHS[digit];
        boolean bar = place >= 6;
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int width = widths.charAt(setB ? 3 - i : i) - '0';
            for (int j = 0; j < width; j++) {
                modules[at++] = bar;
            }
            bar = !bar;
        }
        return modules;
    }

    /** All 95 modules of a code of 13 digits. */
    static boolean[] modules(String code) {
        boolean[] modules = new boolean[MODULES];
        for (int guard : new int[] {0, 2, 46, 48, 92, 94}) {
            modules[guard] = true;
        }
        int first = code.charAt(0) - '0';
        for (int place = 0; place < DIGITS; place++) {
            boolean[] digit = digit(code.charAt(place + 1) - '0', place, setB(first, place));
            System.arraycopy(digit, 0, modules, start(place), 7);
        }
        return modules;
    }
}
