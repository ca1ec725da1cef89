package dev.tandem.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code --name value} pairs of a suite; an unknown name is an error. */
record Arguments(Map<String, String> values) {

    static Arguments of(List<String> words, String... known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
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

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
