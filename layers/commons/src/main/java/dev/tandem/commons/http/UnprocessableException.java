package dev.tandem.commons.http;

/** 422: Well-formed, but it makes no sense for the shop. */
public final class UnprocessableException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnprocessableException(String code, String detail) {
        super(422, code, detail);
    }
}
