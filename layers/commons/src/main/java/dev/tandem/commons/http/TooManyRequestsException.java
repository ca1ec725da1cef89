package dev.tandem.commons.http;

/** 429: The caller asks too often. */
public final class TooManyRequestsException extends ApiException {
    private static final long serialVersionUID = 1L;

    public TooManyRequestsException(String code, String detail) {
        super(429, code, detail);
    }
}
