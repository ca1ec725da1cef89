package dev.tandem.recommendation.model;

import java.util.List;

/**
 * What to recommend for.
 *
 * @param items the session so far, oldest first; items that the model does not know are passed over
 * @param interest one factor per item (1: an ordinary look; more for a long or engaged one), or empty for all 1
 * @param limit at most so many items, 1 to {@value #MAX_LIMIT}
 * @param excludeCurrent leave out the last item of the session
 * @param allowed items that may be answered (in stock, not bought yet, right category and price)
 */
public record SessionQuery(
        List<String> items, List<Double> interest, int limit, boolean excludeCurrent, Blend blend, ItemFilter allowed) {
    public static final int MAX_LIMIT = 200;

    public SessionQuery {
        items = List.copyOf(items);
        interest = List.copyOf(interest);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
        if (!interest.isEmpty() && interest.size() != items.size()) {
            throw new IllegalArgumentException("interest has one factor per item, or none at all");
        }
        for (double factor : interest) {
            if (!(factor >= 0 && factor <= 100)) {
                throw new IllegalArgumentException("a factor of interest is 0 to 100, not " + factor);
            }
        }
    }

    /** Twenty items for a session, without the one being looked at. */
    public static SessionQuery of(List<String> items) {
        return new SessionQuery(items, List.of(), 20, true, Blend.DEFAULT, any -> true);
    }

    public SessionQuery withLimit(int most) {
        return new SessionQuery(items, interest, most, excludeCurrent, blend, allowed);
    }

    public SessionQuery withInterest(List<Double> factors) {
        return new SessionQuery(items, factors, limit, excludeCurrent, blend, allowed);
    }

    public SessionQuery withCurrentItem() {
        return new SessionQuery(items, interest, limit, false, blend, allowed);
    }

    public SessionQuery withBlend(Blend weights) {
        return new SessionQuery(items, interest, limit, excludeCurrent, weights, allowed);
    }

    public SessionQuery allowing(ItemFilter filter) {
        return new SessionQuery(items, interest, limit, excludeCurrent, blend, filter);
    }
}
