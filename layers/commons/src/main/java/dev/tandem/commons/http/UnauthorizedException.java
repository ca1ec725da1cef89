package dev.tandem.commons.http;

/** 401: The caller is not known. */
public final class UnauthorizedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnauthorizedException(String code, String detail) {
        super(401, code, detail);
    }
}
