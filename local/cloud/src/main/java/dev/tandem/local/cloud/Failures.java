package dev.tandem.local.cloud;

import dev.tandem.local.backends.BackendException;
import dev.tandem.local.template.TemplateException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds the one line of a failed start that helps. */
final class Failures {

    private Failures() {}

    static StartupException asStartup(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StartupException known) {
            return known;
        }
        String message = oneLine(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        if (cause instanceof TemplateException) {
            return new StartupException("the template cannot be booted: " + message, cause);
        }
        if (cause instanceof BackendException) {
            return new StartupException(message, cause);
        }
        return new StartupException("the start failed: " + cause.getClass().getSimpleName() + ": " + message, cause);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
