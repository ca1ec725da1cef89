package dev.tandem.local.lambda.child;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs other handlers, so that one JVM exercises all functions of a domain while its AOT cache is recorded. The event is a
 * line with the class name, then the event for it. Answers {@code "ok"} or the failure as a JSON string; a handler that fails
 * for want of a backend has still loaded the classes that count.
 */
public final class TrainingHandler implements RequestStreamHandler {
    private final Map<String, Object> handlers = new HashMap<>();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] all = input.readAllBytes();
        int end = 0;
        while (all[end] != '\n') {
            end++;
        }
        String handler = new String(all, 0, end, StandardCharsets.UTF_8);
        String answer;
        try {
            Object instance = handlers.get(handler);
            if (instance == null) {
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                instance = Class.forName(handler, true, loader).getConstructor().newInstance();
                handlers.put(handler, instance);
            }
            if (instance instanceof RequestStreamHandler stream) {
                stream.handleRequest(
                        new ByteArrayInputStream(all, end + 1, all.length - end - 1),
                        new ByteArrayOutputStream(),
                        context);
            }
            answer = "ok";
        } catch (Throwable failure) {
            answer = failure.toString();
        }
        String safe = answer.replaceAll("[\"\\\\\\p{Cntrl}]", " ");
        output.write(('"' + safe + '"').getBytes(StandardCharsets.UTF_8));
    }
}
