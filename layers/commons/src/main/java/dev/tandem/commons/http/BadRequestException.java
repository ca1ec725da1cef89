package dev.tandem.commons.http;

/** 400: The request is malformed or breaks a rule that the contract states. */
public final class BadRequestException extends ApiException {
    private static final long serialVersionUID = 1L;

    public BadRequestException(String code, String detail) {
        super(400, code, detail);
    }
}
