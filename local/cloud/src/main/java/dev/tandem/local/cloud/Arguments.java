package dev.tandem.local.cloud;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was typed after {@code tandem up} or {@code tandem invoke}. */
record Arguments(
        String command, List<String> words, int port, Optional<Path> state, boolean demo, Optional<Path> template) {

    static final String USAGE = """
            usage: ./tandem up [--port 8080] [--state DIR | --ephemeral] [--demo]
                   ./tandem invoke FUNCTION EVENT.json [--port 8080]""";

    /** Typed wrongly: the message and how to type it. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** @param defaultState the folder used when neither --state nor --ephemeral is given */
    static Arguments parse(List<String> arguments, Path defaultState) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        if (!command.equals("up") && !command.equals("invoke")) {
            throw new UsageException(command.isEmpty() ? "what shall I do?" : "unknown command: " + command);
        }
        List<String> words = new ArrayList<>();
        int port = Options.DEFAULT_PORT;
        Optional<Path> state = Optional.empty();
        Optional<Path> template = Optional.empty();
        boolean ephemeral = false;
        boolean demo = false;
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--port" -> port = port(value(arguments, i++));
                case "--state" -> state = Optional.of(Path.of(value(arguments, i++)));
                case "--template" -> template = Optional.of(Path.of(value(arguments, i++)));
                case "--ephemeral" -> ephemeral = true;
                case "--demo" -> demo = true;
                default -> {
                    if (argument.startsWith("-")) {
                        throw new UsageException("unknown option: " + argument);
                    }
                    words.add(argument);
                }
            }
        }
        if (ephemeral && state.isPresent()) {
            throw new UsageException("--state and --ephemeral exclude each other");
        }
        if (command.equals("up") && !words.isEmpty()) {
            throw new UsageException("unexpected: " + words.getFirst());
        }
        if (command.equals("invoke") && (words.size() != 2 || demo)) {
            throw new UsageException("invoke takes a function and a file");
        }
        Optional<Path> folder =
                ephemeral || command.equals("invoke") ? Optional.empty() : state.or(() -> Optional.of(defaultState));
        return new Arguments(command, List.copyOf(words), port, folder, demo, template);
    }

    private static String value(List<String> arguments, int option) {
        if (option + 1 >= arguments.size()) {
            throw new UsageException(arguments.get(option) + " needs a value");
        }
        return arguments.get(option + 1);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_533) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("--port takes a number from 0 to 65533, not '" + text + "'");
    }
}
