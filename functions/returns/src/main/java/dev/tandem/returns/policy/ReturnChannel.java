package dev.tandem.returns.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the goods come back. */
public enum ReturnChannel {
    @JsonProperty("courier")
    COURIER,
    @JsonProperty("store")
    STORE
}
