/** Coupons: worth money, signed, used once. */
@NullMarked
package dev.tandem.returns.coupon;

import org.jspecify.annotations.NullMarked;
