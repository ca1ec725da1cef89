package dev.tandem.returns.rma;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.ReturnChannel;
import dev.tandem.returns.policy.SalesChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A return. Immutable: each step makes the next one, with one more version and one more moment in the timeline.
 *
 * @param deadline by when the shopper has to do what is next; absent at the ends
 * @param photos those that count; a photo that was taken again has replaced the one before
 * @param photosAsked how many uploads were signed in all
 * @param replacements what the shopper wants in exchange; a line that is not named is for the same again
 * @param couponCode what the shopper may show at the checkout, once there is a coupon
 */
public record Return(
        String returnId,
        String orderId,
        String shopperId,
        String region,
        SalesChannel soldIn,
        ReturnState state,
        ReturnChannel channel,
        List<ReturnLine> lines,
        List<PhotoSlot> photos,
        int photosAsked,
        @Nullable Decision decision,
        Compensation compensation,
        List<Replacement> replacements,
        @Nullable String couponCode,
        List<Moment> timeline,
        Instant createdAt,
        @Nullable Instant deadline,
        String correlationId,
        long version) {

    /**
     * Something that happened.
     *
     * @param by {@code shopper}, {@code precheck}, {@code staff:} and a subject, or a step of the lifecycle
     */
    public record Moment(Instant at, ReturnState state, String by, String text) {}

    public Return {
        lines = List.copyOf(lines);
        photos = List.copyOf(photos);
        timeline = List.copyOf(timeline);
        replacements = replacements == null ? List.of() : List.copyOf(replacements);
    }

    /** Another size or colour, say, in exchange for a line. */
    public record Replacement(String lineId, String sku) {
        private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

        public Replacement {
            if (lineId == null || sku == null || !SKU.matcher(sku).matches()) {
                throw new IllegalArgumentException("A replacement needs lineId and the sku to send");
            }
        }
    }

    /** The SKU that is sent for a line when the return is exchanged. */
    public String replacement(ReturnLine line) {
        return replacements.stream()
                .filter(each -> each.lineId().equals(line.lineId()))
                .map(Replacement::sku)
                .findFirst()
                .orElse(line.sku());
    }

    /** The same return a step further, with a new deadline or none. */
    public Return step(ReturnState next, String by, String text, Instant at, @Nullable Instant until) {
        if (next != state && !state.canBecome(next)) {
            throw new IllegalStateException("A return that is " + state + " cannot become " + next);
        }
        List<Moment> moments = new ArrayList<>(timeline);
        moments.add(new Moment(at, next, by, text));
        return with(
                next,
                photos,
                photosAsked,
                decision,
                compensation,
                replacements,
                couponCode,
                moments,
                until,
                version + 1);
    }

    Return decided(Decision made) {
        return with(
                state, photos, photosAsked, made, compensation, replacements, couponCode, timeline, deadline, version);
    }

    public Return compensated(Compensation choice, @Nullable String code) {
        return with(state, photos, photosAsked, decision, choice, replacements, code, timeline, deadline, version);
    }

    Return replacing(List<Replacement> wanted) {
        return with(
                state, photos, photosAsked, decision, compensation, wanted, couponCode, timeline, deadline, version);
    }

    Return asking(List<PhotoSlot> slots, int asked) {
        return with(state, slots, asked, decision, compensation, replacements, couponCode, timeline, deadline, version);
    }

    private Return with(
            ReturnState state,
            List<PhotoSlot> photos,
            int photosAsked,
            @Nullable Decision decision,
            Compensation compensation,
            List<Replacement> replacements,
            @Nullable String couponCode,
            List<Moment> timeline,
            @Nullable Instant deadline,
            long version) {
        return new Return(
                returnId,
                orderId,
                shopperId,
                region,
                soldIn,
                state,
                channel,
                lines,
                photos,
                photosAsked,
                decision,
                compensation,
                replacements,
                couponCode,
                timeline,
                createdAt,
                deadline,
                correlationId,
                version);
    }

    /** Pieces by line of the order. */
    public Map<String, Integer> pieces() {
        Map<String, Integer> pieces = new HashMap<>();
        lines.forEach(line -> pieces.put(line.lineId(), line.quantity()));
        return pieces;
    }

    /** What was paid for the goods. */
    public Money value() {
        return lines.stream()
                .map(line -> line.unitPrice().times(line.quantity()))
                .reduce(Money::plus)
                .orElseThrow();
    }

    @JsonIgnore
    public boolean isShopsFault() {
        return lines.stream().anyMatch(line -> line.reason().isShopsFault());
    }
}
