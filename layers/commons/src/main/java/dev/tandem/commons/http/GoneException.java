package dev.tandem.commons.http;

/** 410: It was here and has ended. */
public final class GoneException extends ApiException {
    private static final long serialVersionUID = 1L;

    public GoneException(String code, String detail) {
        super(410, code, detail);
    }
}
