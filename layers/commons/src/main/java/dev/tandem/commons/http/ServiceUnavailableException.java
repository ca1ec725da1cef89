package dev.tandem.commons.http;

/** 503: Not now; the same request may succeed later. */
public final class ServiceUnavailableException extends ApiException {
    private static final long serialVersionUID = 1L;

    public ServiceUnavailableException(String code, String detail) {
        super(503, code, detail);
    }
}
