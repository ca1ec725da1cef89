package dev.tandem.returns.policy;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rule sets; what it leaves out stays as the rules before it have set it.
 *
 * @param windowDays days from delivery within which a return may be asked for
 * @param fee what the shopper pays for the return, in minor units by currency; a currency that is not named pays nothing
 * @param finalSale no return but for a quality fault
 * @param exemption why the law allows a final sale, where it gives a right to withdraw
 * @param sealedOnly hygiene goods: only with the seal unbroken, but for a quality fault
 * @param photos how many photos are needed, 0 to 6
 * @param coupon whether a coupon is offered in place of the refund
 * @param bonusPercent by how much the coupon is worth more than the refund
 * @param exchange whether another size or piece is offered in its place
 * @param keepPercent what share of the price a shopper who keeps the item after all gets as a coupon; 0 for no such offer
 * @param review whether a person looks at it
 */
public record Terms(
        @Nullable Integer windowDays,
        @Nullable Map<String, Long> fee,
        @Nullable Boolean finalSale,
        @Nullable Exemption exemption,
        @Nullable Boolean sealedOnly,
        @Nullable Integer photos,
        @Nullable Boolean coupon,
        @Nullable Integer bonusPercent,
        @Nullable Boolean exchange,
        @Nullable Integer keepPercent,
        @Nullable Boolean review) {
    public static final Terms NONE = new Terms(null, null, null, null, null, null, null, null, null, null, null);

    /** Goods that a right to withdraw does not cover: Directive 2011/83/EU, article 16 (c), (d), (i), (j), (k). */
    public enum Exemption {
        CUSTOM_MADE,
        PERISHABLE,
        SEALED_MEDIA_OPENED,
        NEWSPAPER,
        AUCTION
    }

    public Terms {
        fee = fee == null ? null : java.util.Collections.unmodifiableMap(new TreeMap<>(fee));
    }

    /** These terms with those of a later rule over them. */
    Terms with(Terms over) {
        return new Terms(
                either(over.windowDays, windowDays),
                either(over.fee, fee),
                either(over.finalSale, finalSale),
                over.finalSale == null ? exemption : over.exemption,
                either(over.sealedOnly, sealedOnly),
                either(over.photos, photos),
                either(over.coupon, coupon),
                either(over.bonusPercent, bonusPercent),
                either(over.exchange, exchange),
                either(over.keepPercent, keepPercent),
                either(over.review, review));
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }

    int window() {
        return windowDays == null ? LawFloor.WITHDRAWAL_DAYS : windowDays;
    }

    Money feeIn(String currency) {
        return new Money(fee == null ? 0 : fee.getOrDefault(currency, 0L), currency);
    }

    int photosNeeded() {
        return photos == null ? 0 : photos;
    }

    int bonus() {
        return bonusPercent == null ? 0 : bonusPercent;
    }

    int keep() {
        return keepPercent == null ? 0 : keepPercent;
    }

    static boolean is(@Nullable Boolean set) {
        return Boolean.TRUE.equals(set);
    }
}
