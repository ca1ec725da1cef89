package dev.tandem.commons.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import software.amazon.lambda.powertools.logging.argument.StructuredArgument;
import software.amazon.lambda.powertools.logging.internal.JsonSerializer;
import software.amazon.lambda.powertools.logging.internal.PowertoolsLoggedFields;

/**
 * Writes one JSON line an event to standard output, with the fields and names of Powertools' own layout: level, message, error, the
 * Lambda fields and everything else of the MDC, structured arguments, timestamp (UTC, milliseconds).
 */
final class JsonLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final Clock CLOCK = Clock.systemUTC();

    /** What Powertools writes as a number or truth value. The MDC holds text only. */
    private static final String MEMORY = PowertoolsLoggedFields.FUNCTION_MEMORY_SIZE.getName();

    private static final String COLD_START = PowertoolsLoggedFields.FUNCTION_COLD_START.getName();
    private static final String SAMPLING_RATE = PowertoolsLoggedFields.SAMPLING_RATE.getName();

    private static volatile int threshold = Level.INFO.toInt();

    private final int floor;

    /** With a {@code floor} nothing below it is written, whatever level is set for all. */
    JsonLogger(String name, Level floor) {
        this.name = name;
        this.floor = floor.toInt();
    }

    static void setLevel(Level level) {
        threshold = level.toInt();
    }

    Level level() {
        return Level.intToLevel(Math.max(floor, threshold));
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    private boolean isEnabled(Level level) {
        return level.toInt() >= threshold && level.toInt() >= floor;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable error) {
        byte[] line = line(level, pattern, arguments, error).getBytes(StandardCharsets.UTF_8);
        // One write a line, so that lines of two threads do not mix.
        System.out.write(line, 0, line.length);
        System.out.flush();
    }

    private String line(Level level, String pattern, Object @Nullable [] arguments, @Nullable Throwable error) {
        StringBuilder text = new StringBuilder(512);
        JsonSerializer json = new Serializer(text);
        json.writeStartObject();
        json.writeStringField("level", level.name());
        json.writeSeparator();
        json.writeStringField("message", MessageFormatter.basicArrayFormat(pattern, arguments));
        if (error != null) {
            json.writeSeparator();
            writeError(json, error);
        }
        writeContext(json, MDC.getCopyOfContextMap());
        writeArguments(json, arguments);
        json.writeSeparator();
        json.writeStringField("logger", name);
        json.writeSeparator();
        json.writeStringField("timestamp", timestamp(CLOCK.millis()));
        json.writeEndObject();
        return text.append('\n').toString();
    }

    private static void writeError(JsonSerializer json, Throwable error) {
        StringWriter stack = new StringWriter();
        error.printStackTrace(new PrintWriter(stack));
        json.writeFieldName("error");
        json.writeStartObject();
        json.writeStringField("message", String.valueOf(error.getMessage()));
        json.writeSeparator();
        json.writeStringField("name", error.getClass().getName());
        json.writeSeparator();
        json.writeStringField("stack", stack.toString());
        json.writeEndObject();
    }

    private static void writeContext(JsonSerializer json, @Nullable Map<String, String> context) {
        if (context == null) {
            return;
        }
        context.forEach((key, value) -> {
            json.writeSeparator();
            if (key.equals(MEMORY) || key.equals(COLD_START) || key.equals(SAMPLING_RATE)) {
                json.writeFieldName(key);
                json.writeRaw(value);
            } else {
                json.writeStringField(key, value);
            }
        });
    }

    private static void writeArguments(JsonSerializer json, Object @Nullable [] arguments) {
        if (arguments == null) {
            return;
        }
        for (Object argument : arguments) {
            if (argument instanceof StructuredArgument structured) {
                json.writeSeparator();
                try {
                    structured.writeTo(json);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    /** Powertools' own leaves control characters as they are, which is no JSON. */
    private static final class Serializer extends JsonSerializer {
        private final StringBuilder text;

        Serializer(StringBuilder text) {
            super(text);
            this.text = text;
        }

        @Override
        public void writeString(@Nullable String value) {
            if (value == null) {
                writeNull();
                return;
            }
            text.append('"');
            JsonStringEncoder.getInstance().quoteAsString(value, text);
            text.append('"');
        }
    }

    /** By hand, since the formatter of the JDK takes milliseconds to get ready in a new process. */
    static String timestamp(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1000L), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        digits(text, time.getYear(), 1000).append('-');
        digits(text, time.getMonthValue(), 10).append('-');
        digits(text, time.getDayOfMonth(), 10).append('T');
        digits(text, time.getHour(), 10).append(':');
        digits(text, time.getMinute(), 10).append(':');
        digits(text, time.getSecond(), 10).append('.');
        return digits(text, Math.floorMod(epochMillis, 1000), 100).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
