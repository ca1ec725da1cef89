package dev.tandem.commons.http;

/** 423: Locked after too many wrong attempts. */
public final class LockedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public LockedException(String code, String detail) {
        super(423, code, detail);
    }
}
