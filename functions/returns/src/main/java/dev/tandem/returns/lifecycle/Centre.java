package dev.tandem.returns.lifecycle;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A sorting centre.
 *
 * @param location where its goods are in stock, a location of the stock domain
 * @param dailyCapacity returns that may be sent there in one day; 0 closes it
 * @param refurbishes categories, or the wide part of them, that it can make new again
 */
public record Centre(
        String centreId, String location, Position position, Integer dailyCapacity, List<String> refurbishes) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    public Centre {
        if (!isId(centreId) || !isId(location)) {
            throw new IllegalArgumentException("centreId and location take 1 to 32 letters, digits and _-");
        }
        if (position == null || dailyCapacity == null || dailyCapacity < 0 || dailyCapacity > 1_000_000) {
            throw new IllegalArgumentException("position and a dailyCapacity from 0 to 1000000 are needed");
        }
        refurbishes = refurbishes == null ? List.of() : List.copyOf(refurbishes);
        if (refurbishes.size() > 100) {
            throw new IllegalArgumentException("refurbishes takes at most 100 categories");
        }
    }

    /** Whether a text may be the id of a centre or of a location. */
    public static boolean isId(String text) {
        return text != null && ID.matcher(text).matches();
    }

    public boolean canRefurbish(String category) {
        return refurbishes.stream().anyMatch(each -> category.equals(each) || category.startsWith(each + "/"));
    }
}
