package dev.tandem.commons.http;

/** 412: A condition that the caller stated does not hold. */
public final class PreconditionFailedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public PreconditionFailedException(String code, String detail) {
        super(412, code, detail);
    }
}
