package dev.tandem.commons.http;

/** 403: The caller is known but may not do this. */
public final class ForbiddenException extends ApiException {
    private static final long serialVersionUID = 1L;

    public ForbiddenException(String code, String detail) {
        super(403, code, detail);
    }
}
