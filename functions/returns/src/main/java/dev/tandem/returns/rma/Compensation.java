package dev.tandem.returns.rma;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the shopper wants for the goods. */
public enum Compensation {
    @JsonProperty("refund")
    REFUND,
    @JsonProperty("coupon")
    COUPON,
    @JsonProperty("exchange")
    EXCHANGE,
    @JsonProperty("keep")
    KEEP
}
