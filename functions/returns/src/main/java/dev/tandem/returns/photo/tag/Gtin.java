package dev.tandem.returns.photo.tag;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Global Trade Item Number in its form of 14 digits, check digit right (GS1 General Specifications). Numbers of 12 and 13
 * digits are the same with zeros in front. Those of 8 digits are never taken: short codes are read out of any texture.
 */
public record Gtin(String digits) {
    private static final Pattern NUMBER = Pattern.compile("\\d{12,14}");
    /** The GTIN in a GS1 Digital Link or in an element string, with brackets or without. */
    private static final Pattern APPLICATION_IDENTIFIER =
            Pattern.compile("(?:/01/|\\(01\\)|^(?:\\]Q3|\\u001d)?01)(\\d{14})(?!\\d)");

    private static final Pattern ALONE = Pattern.compile("(?<!\\d)\\d{12,14}(?!\\d)");

    public Gtin {
        if (!digits.matches("\\d{14}") || !checkDigitFits(digits)) {
            throw new IllegalArgumentException("not a GTIN: " + digits);
        }
    }

    /** From 12, 13 or 14 digits; empty where there are others, the check digit is wrong or all of it is zeros. */
    public static Optional<Gtin> of(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = "0".repeat(14 - text.length()) + text;
        return checkDigitFits(digits) && !digits.equals("0".repeat(14))
                ? Optional.of(new Gtin(digits))
                : Optional.empty();
    }

    /** The GTIN that the text of a QR code names: GS1 Digital Link, element string, or a number of its own in it. */
    public static Optional<Gtin> inText(String text) {
        Matcher identified = APPLICATION_IDENTIFIER.matcher(text);
        if (identified.find()) {
            return of(identified.group(1));
        }
        Matcher alone = ALONE.matcher(text);
        return alone.find() ? of(alone.group()) : Optional.empty();
    }

    /** As an EAN-13 bar code shows it; empty for a number that needs 14 digits, which is that of a case. */
    public Optional<String> ean13() {
        return digits.charAt(0) == '0' ? Optional.of(digits.substring(1)) : Optional.empty();
    }

    /**
     * Numbers that a shop gives out for itself (prefixes 02, 04, 2) or that are coupons (05, 98, 99): they name no article of
     * a maker, so that another one of them on the tag says nothing about the item.
     */
    boolean restricted() {
        String prefix = digits.substring(1, 3);
        return prefix.equals("02")
                || prefix.equals("04")
                || prefix.equals("05")
                || prefix.charAt(0) == '2'
                || prefix.equals("98")
                || prefix.equals("99");
    }

    private static boolean checkDigitFits(String digits) {
        int sum = 0;
        for (int i = 0; i < 14; i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
        }
        return sum % 10 == 0;
    }
}
