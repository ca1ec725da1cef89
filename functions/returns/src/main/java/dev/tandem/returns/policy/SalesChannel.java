package dev.tandem.returns.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the goods were sold. The law's right to withdraw is about sales at a distance. */
public enum SalesChannel {
    @JsonProperty("online")
    ONLINE,
    @JsonProperty("store")
    STORE
}
