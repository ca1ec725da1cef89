package dev.tandem.commons.log;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/** Correlation: the one id that goes from the first event to the last decision, on every log line and every message. */
public final class Logs {
    public static final String CORRELATION_ID = "correlation_id";
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Logs() {}

    /** Runs work with the Lambda fields and the correlation id on each log line, and nothing left behind for the next call. */
    public static <T> T around(Context context, String correlationId, Supplier<T> work) {
        return PowertoolsLogging.withLogging(context, () -> {
            MDC.put(CORRELATION_ID, correlationId);
            try {
                return work.get();
            } finally {
                MDC.remove(CORRELATION_ID);
            }
        });
    }

    /** The id given when it is safe to log and forward, else a new one. */
    public static String correlationIdOr(@org.jspecify.annotations.Nullable String given) {
        return given != null && SAFE.matcher(given).matches() ? given : newCorrelationId();
    }

    public static String newCorrelationId() {
        return UUID.randomUUID().toString();
    }

    /** The id of the call in progress; a new one outside of any. */
    public static String correlationId() {
        String current = MDC.get(CORRELATION_ID);
        return current != null ? current : newCorrelationId();
    }
}
