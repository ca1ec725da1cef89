package dev.tandem.local.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Request line and headers, checked strictly (RFC 9112): what two readers could understand differently is refused.
 *
 * @param contentLength bytes, or -1 when the body is chunked
 */
record RequestHead(
        String method,
        String rawPath,
        String rawQuery,
        String protocol,
        Headers headers,
        long contentLength,
        boolean keepAlive,
        boolean expectsContinue) {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_HEADERS = 200;

    /**
     * Reads the head of one request.
     *
     * @throws ProblemException 400, 414 or 431
     */
    static RequestHead read(WireReader wire) throws IOException {
        String line = requireTarget(wire.line(MAX_LINE));
        if (line.isEmpty()) {
            line = requireTarget(wire.line(MAX_LINE));
        }
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first + 1 || line.indexOf(' ', first + 1) != last) {
            throw malformed("The request line is not 'METHOD target HTTP/1.1'.");
        }
        String method = line.substring(0, first);
        String target = line.substring(first + 1, last);
        String protocol = line.substring(last + 1);
        if (!protocol.equals("HTTP/1.1") && !protocol.equals("HTTP/1.0")) {
            throw malformed("Only HTTP/1.1 and HTTP/1.0 are spoken here.");
        }
        if (!Headers.isToken(method) || method.length() > 32) {
            throw malformed("The method is not a valid name.");
        }
        Headers headers = readHeaders(wire);
        boolean modern = protocol.equals("HTTP/1.1");
        if (headers.all("Host").size() > 1 || (modern && !headers.has("Host"))) {
            throw malformed("Exactly one Host header is required.");
        }
        String path = pathOf(target);
        int question = path.indexOf('?');
        int fragment = path.indexOf('#');
        if (fragment >= 0) {
            throw malformed("A request target has no fragment; encode '#' as %23.");
        }
        String connection = String.join(",", headers.all("Connection")).toLowerCase(Locale.ROOT);
        return new RequestHead(
                method,
                Percent.escapeNonAscii(question < 0 ? path : path.substring(0, question)),
                Percent.escapeNonAscii(question < 0 ? "" : path.substring(question + 1)),
                protocol,
                headers,
                bodyLength(headers, modern),
                modern ? !connection.contains("close") : connection.contains("keep-alive"),
                modern && "100-continue".equalsIgnoreCase(headers.first("Expect")));
    }

    private static String requireTarget(@Nullable String line) {
        if (line == null) {
            throw Problem.of(414, "URI_TOO_LONG", "The request line is longer than " + MAX_LINE + " bytes.")
                    .asException();
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < 0x20 || line.charAt(i) == 0x7f) {
                throw malformed("The request line contains a control character.");
            }
        }
        return line;
    }

    private static String pathOf(String target) {
        if (target.startsWith("/") || target.equals("*")) {
            return target;
        }
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            int slash = target.indexOf('/', 7);
            return slash < 0 ? "/" : target.substring(slash);
        }
        throw malformed("The request target must be a path that starts with '/'.");
    }

    private static Headers readHeaders(WireReader wire) throws IOException {
        var headers = new Headers();
        int budget = MAX_HEADER_BYTES;
        while (true) {
            String line = wire.line(budget);
            if (line == null || headers.size() >= MAX_HEADERS && !line.isEmpty()) {
                throw Problem.of(
                                431,
                                "HEADERS_TOO_LARGE",
                                "More than " + MAX_HEADER_BYTES + " bytes or " + MAX_HEADERS + " headers.")
                        .asException();
            }
            if (line.isEmpty()) {
                return headers;
            }
            budget = Math.max(budget - line.length() - 2, 0);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            if (!Headers.isToken(name) || !Headers.isValue(value)) {
                throw malformed("A header line is not 'Name: value'.");
            }
            headers.add(name, value);
        }
    }

    private static long bodyLength(Headers headers, boolean modern) {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!modern
                    || !lengths.isEmpty()
                    || codings.size() > 1
                    || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw malformed("The only transfer encoding is 'chunked', and never together with Content-Length.");
            }
            return -1;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        String length = lengths.getFirst();
        boolean digits = !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9');
        if (lengths.size() > 1 || !digits) {
            throw malformed("Content-Length must be one number.");
        }
        // Longer numbers than a long holds are all the same to us: too large.
        return length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(400, "MALFORMED_REQUEST", detail).asException();
    }
}
