package dev.tandem.local.gateway;

/** The contract cannot be served; the message names the place in it. */
public final class ContractException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ContractException(String where, String what) {
        super("contract, " + where + ": " + what);
    }
}
