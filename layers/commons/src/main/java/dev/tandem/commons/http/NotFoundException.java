package dev.tandem.commons.http;

/** 404: There is no such thing. */
public final class NotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String code, String detail) {
        super(404, code, detail);
    }
}
