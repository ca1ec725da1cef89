package dev.tandem.commons.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * Ties SLF4J and Powertools' logging to {@link JsonLogger}. Powertools comes with Log4j and Logback; either of them takes longer to
 * start than everything else of a function together (decision 0011).
 */
public final class JsonLogProvider implements SLF4JServiceProvider, LoggingManager {
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();

    @Override
    public void initialize() {
        // Nothing to read or to find: that is the point.
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> {
            Logger known = loggers.get(name);
            return known != null ? known : loggers.computeIfAbsent(name, JsonLogProvider::logger);
        };
    }

    private static JsonLogger logger(String name) {
        // Below WARN the SDK logs every request with its signature.
        return new JsonLogger(name, name.startsWith("software.amazon.awssdk.") ? Level.WARN : Level.TRACE);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void setLogLevel(Level level) {
        JsonLogger.setLevel(level);
    }

    @Override
    public Level getLogLevel(Logger logger) {
        return logger instanceof JsonLogger json ? json.level() : Level.INFO;
    }
}
