package dev.tandem.commons.http;

/** 409: The state of things does not allow it now. */
public final class ConflictException extends ApiException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String code, String detail) {
        super(409, code, detail);
    }
}
