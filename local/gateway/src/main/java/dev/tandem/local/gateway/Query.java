package dev.tandem.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decoded query parameters in the order sent; a name may come several times. */
record Query(Map<String, List<String>> parameters) {
    private static final Query EMPTY = new Query(Map.of());
    private static final int MAX_PARAMETERS = 500;

    /**
     * Parses a raw query.
     *
     * @throws ProblemException 400 MALFORMED_QUERY for broken escapes, control characters or too many parameters
     */
    static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        for (int start = 0; start <= raw.length(); ) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            if (end > start) {
                if (++count > MAX_PARAMETERS) {
                    throw malformed("more than " + MAX_PARAMETERS + " query parameters");
                }
                String pair = raw.substring(start, end);
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        return new Query(parameters);
    }

    String first(String name, String otherwise) {
        List<String> values = parameters.get(name);
        return values == null ? otherwise : values.getFirst();
    }

    private static String decode(String part) {
        try {
            String decoded = Percent.decode(part, true);
            if (decoded.indexOf('\0') >= 0) {
                throw malformed("a NUL character in the query");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage() + " in the query");
        }
    }

    private static ProblemException malformed(String what) {
        return Problem.of(400, "MALFORMED_QUERY", "The query cannot be read: " + what + ".")
                .asException();
    }
}
