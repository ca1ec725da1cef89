package dev.tandem.local.gateway;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/** A pattern of a schema as JSON Schema means it: {@code $} is the very end, while Java's also matches before a last newline. */
final class SchemaPattern implements RegularExpression {
    private final Pattern pattern;

    private SchemaPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static SchemaPattern compile(String regex) {
        return new SchemaPattern(Pattern.compile(toJava(regex)));
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(value).find();
    }

    private static String toJava(String regex) {
        var out = new StringBuilder(regex.length() + 4);
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                out.append(c).append(regex.charAt(++i));
            } else if (c == '$' && !inClass) {
                out.append("\\z");
            } else {
                inClass = c == '[' || (inClass && c != ']');
                out.append(c);
            }
        }
        return out.toString();
    }
}
