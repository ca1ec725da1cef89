package dev.tandem.local.gateway;

import java.net.InetSocketAddress;

/**
 * A request as it came over the wire.
 *
 * @param rawPath path as sent, still percent-encoded; bytes beyond ASCII are encoded, nothing else is touched
 * @param rawQuery query as sent without the question mark, or empty
 * @param body read at most once, and only when wanted
 */
public record HttpRequest(
        String method,
        String rawPath,
        String rawQuery,
        String protocol,
        Headers headers,
        InetSocketAddress remote,
        Body body) {

    /** A body that is read only when somebody asks, so that refused requests cost nothing. */
    public interface Body {
        /** Bytes that the client announced, or -1 when the body is chunked. */
        long announcedBytes();

        /**
         * The whole body.
         *
         * @throws ProblemException 413 when it is longer than {@code maxBytes} (without reading it all), 400 when its
         *     framing is broken or it ends early, 408 when it comes too slowly
         */
        byte[] readAll(int maxBytes);
    }

    /** First value of a query parameter, decoded, or the given default. */
    public String query(String name, String otherwise) {
        return Query.parse(rawQuery).first(name, otherwise);
    }
}
