package dev.tandem.returns.photo;

/** A file that cannot be taken as a photo. The message is for the log, {@link PhotoFault#words} for the shopper. */
public final class PhotoException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final PhotoFault fault;

    PhotoException(PhotoFault fault, String detail) {
        super(fault + ": " + detail);
        this.fault = fault;
    }

    PhotoException(PhotoFault fault, String detail, Throwable cause) {
        super(fault + ": " + detail, cause);
        this.fault = fault;
    }

    public PhotoFault fault() {
        return fault;
    }
}
