package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Money;
import org.jspecify.annotations.Nullable;

/** @param value of the refund or the coupon; absent for an exchange and for a plain keeping */
public record Alternative(Compensation choice, @Nullable Money value, String text) {}
