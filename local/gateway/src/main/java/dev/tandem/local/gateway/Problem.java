package dev.tandem.local.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * An error as a problem document (RFC 9457).
 *
 * @param code stable name that a program can act on
 * @param detail what the caller can do about it; never the text of an unexpected exception
 */
public record Problem(int status, String code, String detail, List<Violation> violations, Headers headers) {

    /** One broken rule of the contract: where ({@code body}, {@code query}, {@code path}, {@code header}), which field, what. */
    public record Violation(String in, String field, String message) {}

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), new Headers());
    }

    public static Problem violated(List<Violation> violations) {
        String detail = violations.size() == 1
                ? "The request breaks the contract: " + violations.getFirst().in() + " "
                        + violations.getFirst().field() + ": "
                        + violations.getFirst().message()
                : "The request breaks the contract in " + violations.size() + " places; see violations.";
        return new Problem(400, "VALIDATION_FAILED", detail, violations, new Headers());
    }

    public Problem with(String header, String value) {
        return new Problem(status, code, detail, violations, headers.copy().set(header, value));
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** The document as a reply. */
    public HttpReply reply(String requestId) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Jsons.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", Reasons.of(status));
            json.writeNumberField("status", status);
            json.writeStringField("code", code);
            json.writeStringField("detail", detail);
            json.writeStringField("requestId", requestId);
            if (!violations.isEmpty()) {
                json.writeArrayFieldStart("violations");
                for (Violation violation : violations) {
                    json.writeStartObject();
                    json.writeStringField("in", violation.in());
                    json.writeStringField("field", violation.field());
                    json.writeStringField("message", violation.message());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new HttpReply(
                status,
                headers.copy().set("Content-Type", "application/problem+json").set("Cache-Control", "no-store"),
                out.toByteArray());
    }
}
