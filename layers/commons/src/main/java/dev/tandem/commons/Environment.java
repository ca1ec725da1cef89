package dev.tandem.commons;

import java.util.Map;
import java.util.Optional;

/** The variables a function is deployed with. A missing one fails the start of the function, by name. */
public final class Environment {
    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Environment system() {
        return new Environment(System.getenv());
    }

    public static Environment of(Map<String, String> variables) {
        return new Environment(variables);
    }

    /**
     * The value of a variable.
     *
     * @throws IllegalStateException when it is not set or blank
     */
    public String require(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException("Environment variable " + name + " is not set"));
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
