package dev.tandem.local.template;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes ARNs apart. */
public final class Arns {

    private static final Pattern FUNCTION = Pattern.compile("function:([A-Za-z0-9_-]+)");

    private Arns() {}

    /** {@code lambda}, {@code sqs}, {@code states}, ...; empty for what is no ARN. */
    public static String service(String arn) {
        String[] parts = arn.split(":", 4);
        return parts.length == 4 && parts[0].equals("arn") ? parts[2] : "";
    }

    /** What follows the last colon or slash: the name of a queue, a table, a role or a state machine. */
    public static String lastPart(String arn) {
        return arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
    }

    /** The function that an ARN (with or without alias), an integration URI or a plain name is about. */
    public static Optional<String> functionName(String text) {
        Matcher matcher = FUNCTION.matcher(text);
        if (matcher.find()) {
            return Optional.of(matcher.group(1));
        }
        return text.matches("[A-Za-z0-9_-]+") ? Optional.of(text) : Optional.empty();
    }
}
