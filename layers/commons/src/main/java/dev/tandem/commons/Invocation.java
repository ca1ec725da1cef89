package dev.tandem.commons;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.log.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge of a function that a schedule or a workflow calls: JSON record in, JSON record out. A failure is logged and thrown on,
 * so that the caller's retry and catch rules see it.
 */
public final class Invocation {
    private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);

    private Invocation() {}

    public static <I, O> void handle(
            InputStream in, OutputStream out, Context context, Class<I> inputType, Function<I, O> useCase)
            throws IOException {
        byte[] payload = in.readAllBytes();
        byte[] answer = Logs.around(context, Logs.newCorrelationId(), () -> {
            try {
                return Json.writeBytes(useCase.apply(Json.read(payload, inputType)));
            } catch (RuntimeException e) {
                LOG.error("Invocation failed", e);
                throw e;
            }
        });
        out.write(answer);
    }
}
