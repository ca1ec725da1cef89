package dev.tandem.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code --name value} pairs of a suite, and flags, which have no value; an unknown name is an error. */
record Arguments(Map<String, String> values) {

    static Arguments of(List<String> words, String... known) {
        return withFlags(words, Set.of(), known);
    }

    static Arguments withFlags(List<String> words, Set<String> flags, String... known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            if (flags.contains(words.get(i))) {
                values.put(words.get(i--), "");
                continue;
            }
            if (!Set.of(known).contains(words.get(i)) || i + 1 == words.size()) {
                throw new IllegalArgumentException(
                        "unknown or incomplete option " + words.get(i) + ", known: " + String.join(", ", known));
            }
            values.put(words.get(i), words.get(i + 1));
        }
        return new Arguments(values);
    }

    int number(String name, int fallback) {
        return Optional.ofNullable(values.get(name)).map(Integer::parseInt).orElse(fallback);
    }

    boolean flag(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
