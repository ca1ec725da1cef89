package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a return may wait for. */
public enum Wait {
    @JsonProperty("slot")
    SLOT,
    @JsonProperty("collection")
    COLLECTION,
    @JsonProperty("receipt")
    RECEIPT,
    @JsonProperty("grading")
    GRADING,
    @JsonProperty("write-off")
    WRITE_OFF
}
