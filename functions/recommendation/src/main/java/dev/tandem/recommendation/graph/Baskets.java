package dev.tandem.recommendation.graph;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Turns what shoppers did into links. Items in one basket are bought together; two items of one category that were looked at in one
 * session, of which not both were bought, are looked at instead of one another.
 *
 * <p>A pair in a big basket says less, so it counts 1 / sqrt(size - 1). Pairs that come together no more than chance would have it are left
 * out, by the log-likelihood ratio (Dunning, Computational Linguistics 1993) at the 5 % bound.
 */
public final class Baskets {
    /** Of a bigger basket only the last items count: somebody buys for a shop of his own. */
    public static final int MOST = 60;

    private static final double CHANCE = 3.84;
    private static final int LOOKS = 30;

    private final int items;
    private final PairCounts together = new PairCounts();
    private final PairCounts instead = new PairCounts();
    private final int[] bought;
    private final int[] looked;
    private int baskets;
    private int sessions;

    /** @param items number of items */
    public Baskets(int items) {
        this.items = items;
        this.bought = new int[items];
        this.looked = new int[items];
    }

    /**
     * Items that one shopper bought, or put into the cart, at one time.
     *
     * @param weight 1 for a purchase, less for what says less
     */
    public void buy(int[] basket, double weight) {
        int[] distinct = Arrays.stream(basket).distinct().toArray();
        int[] kept = Arrays.copyOfRange(distinct, Math.max(0, distinct.length - MOST), distinct.length);
        baskets++;
        for (int item : kept) {
            bought[item]++;
        }
        double amount = weight / Math.sqrt(Math.max(1, kept.length - 1));
        pairs(kept, amount, together);
    }

    /**
     * Items that one shopper looked at in one session.
     *
     * @param category per item its category, -1 where not known
     * @param isBought which of the items the session bought
     */
    public void look(int[] session, int[] category, IntPredicate isBought) {
        int[] kept = Arrays.stream(session).distinct().limit(LOOKS).toArray();
        sessions++;
        for (int i = 0; i < kept.length; i++) {
            looked[kept[i]]++;
            for (int j = i + 1; j < kept.length; j++) {
                boolean alike = category[kept[i]] == category[kept[j]] && (category[kept[i]] >= 0 || j == i + 1);
                if (alike && !(isBought.test(kept[i]) && isBought.test(kept[j]))) {
                    instead.add(kept[i], kept[j], 1);
                }
            }
        }
    }

    private static void pairs(int[] kept, double amount, PairCounts into) {
        for (int i = 0; i < kept.length; i++) {
            for (int j = i + 1; j < kept.length; j++) {
                into.add(kept[i], kept[j], amount);
            }
        }
    }

    public Links links() {
        return links(together, bought, baskets);
    }

    public Links swaps() {
        return links(instead, looked, sessions);
    }

    private Links links(PairCounts counts, int[] each, int all) {
        Links.Builder links = new Links.Builder(items);
        counts.forEach((first, second, count, weight) -> {
            double expected = (double) each[first] * each[second] / Math.max(1, all);
            if (count > expected && surprise(count, each[first], each[second], all) >= CHANCE) {
                links.add(first, second, weight);
            }
        });
        return links.build();
    }

    /** Twice the log of the likelihood ratio that two items are bought independently. */
    static double surprise(double both, double first, double second, double all) {
        double neither = Math.max(0, all - first - second + both);
        return 2
                * (entropy(both)
                        + entropy(first - both)
                        + entropy(second - both)
                        + entropy(neither)
                        - entropy(first)
                        - entropy(all - first)
                        - entropy(second)
                        - entropy(all - second)
                        + entropy(all));
    }

    private static double entropy(double count) {
        return count <= 0 ? 0 : count * Math.log(count);
    }
}
