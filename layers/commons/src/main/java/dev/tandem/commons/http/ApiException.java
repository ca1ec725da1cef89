package dev.tandem.commons.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An expected failure that the caller is told about. One subclass per HTTP status; {@link #code()} is stable and part of the
 * contract, the detail is for a person and says what to do.
 */
public abstract class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    protected ApiException(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Adds an extension member to the problem document (RFC 9457, section 3.2). */
    public ApiException with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public ApiException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Map<String, Object> members() {
        return members;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
