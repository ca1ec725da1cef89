package dev.tandem.commons.drops;

import java.util.regex.Pattern;

/**
 * One kind of file that partners bring; each has its folder under {@code partner-drops/}.
 *
 * @param text its name in addresses, reports and requests
 */
public record FeedKind(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z-]{0,31}");

    public FeedKind {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("A kind of file is named in small letters and hyphens, not " + text);
        }
    }

    /** The folder of the kind, with its slash. */
    public String prefix() {
        return "partner-drops/" + text + "/";
    }
}
