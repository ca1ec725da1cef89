package dev.tandem.local.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The functions that Step Functions adds to JSONata, and the clock functions bound to the engine's clock. */
final class Library {
    private static final Set<String> DIGESTS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private Library() {}

    static void bind(Frame frame, Instant now) {
        frame.bind("partition", function(a -> partition(a.get(0), number(a, 1, "partition"))));
        frame.bind("range", function(Library::range));
        frame.bind("hash", function(a -> hash(a.get(0), text(a, 1, "hash"))));
        frame.bind("random", function(a -> random(a.isEmpty() ? null : a.get(0))));
        frame.bind("uuid", function(a -> UUID.randomUUID().toString()));
        frame.bind("parse", function(a -> parse(text(a, 0, "parse"))));
        // A string is a program nobody has checked: the service leaves $eval out.
        frame.bind("eval", function(a -> {
            throw new IllegalArgumentException("$eval is not supported; use $parse to read JSON");
        }));
        frame.bind("millis", function(a -> now.toEpochMilli()));
        frame.bind(
                "now",
                function(
                        a -> Functions.dateTimeFromMillis(now.toEpochMilli(), optionalText(a, 0), optionalText(a, 1))));
    }

    private interface Body {
        @Nullable
        Object apply(List<?> arguments);
    }

    private static JFunction function(Body body) {
        return new JFunction((input, args) -> body.apply(args), null);
    }

    private static @Nullable Object partition(@Nullable Object array, long size) {
        if (array == null) {
            return null;
        }
        if (size <= 0) {
            throw new IllegalArgumentException("$partition needs a chunk size above 0, not " + size);
        }
        List<?> items = array instanceof List<?> list ? list : List.of(array);
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < items.size(); from += (int) size) {
            chunks.add(new ArrayList<>(items.subList(from, (int) Math.min(items.size(), from + size))));
        }
        return chunks;
    }

    private static List<Object> range(List<?> arguments) {
        long from = number(arguments, 0, "range");
        long to = number(arguments, 1, "range");
        long step = number(arguments, 2, "range");
        if (step == 0) {
            throw new IllegalArgumentException("$range needs a step other than 0");
        }
        if (Math.abs((to - from) / step) >= 1000 * 1000) {
            throw new IllegalArgumentException("$range gives more than a million numbers");
        }
        List<Object> numbers = new ArrayList<>();
        for (long at = from; step > 0 ? at <= to : at >= to; at += step) {
            numbers.add(at);
        }
        return numbers;
    }

    private static String hash(@Nullable Object data, String algorithm) {
        if (!DIGESTS.contains(algorithm)) {
            throw new IllegalArgumentException(
                    "$hash knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512, not " + algorithm);
        }
        if (data == null) {
            throw new IllegalArgumentException("$hash needs data");
        }
        String text = data instanceof String string ? string : Functions.string(data, false);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double random(@Nullable Object seed) {
        return seed instanceof Number number
                ? new Random(number.longValue()).nextDouble()
                : ThreadLocalRandom.current().nextDouble();
    }

    private static @Nullable Object parse(String json) {
        try {
            return Plain.of(Json.read(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("$parse was given no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static long number(List<?> arguments, int index, String function) {
        if (arguments.size() > index && arguments.get(index) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("$" + function + " needs a number as argument " + (index + 1));
    }

    private static String text(List<?> arguments, int index, String function) {
        if (arguments.size() > index && arguments.get(index) instanceof String string) {
            return string;
        }
        throw new IllegalArgumentException("$" + function + " needs a string as argument " + (index + 1));
    }

    private static @Nullable String optionalText(List<?> arguments, int index) {
        return arguments.size() > index && arguments.get(index) instanceof String string ? string : null;
    }
}
