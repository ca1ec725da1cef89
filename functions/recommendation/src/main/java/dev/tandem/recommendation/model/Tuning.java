package dev.tandem.recommendation.model;

/**
 * The constants of {@link SessionIndex}. {@link #DEFAULT} was fixed by validation (docs/recommendation.md, "How the constants were
 * fixed"); they travel with the model file, so that an index answers as it was evaluated.
 *
 * @param postings most recent sessions kept per item
 * @param neighbours most similar sessions that vote
 * @param recentItems how many of the latest distinct items of a session count
 * @param similarityDecay items; the weight of a session's item falls by e for so many items after it
 * @param sessionDays days; a past session's weight falls by e for so many days of age
 * @param sessionLength power of a past session's number of items by which its weight is divided
 * @param afterDecay items; how fast a neighbour's vote falls with the distance behind the item in common
 * @param beforeDecay the same before the item in common
 * @param beforeWeight weight of a vote for what came before the item in common, where 1 is for what came after
 * @param rarity power of an item's inverse document frequency by which its votes are multiplied
 * @param rules most items kept per item that are seen together with it
 * @param related most items kept per item that are two steps away
 * @param ruleDays days; an observation's weight falls by e for so many days of age
 * @param ruleDecay items; how fast an observation's weight falls with the distance of two items in a session
 * @param ruleBefore weight of having come before, where 1 is having come after
 * @param rulePrior weight of not knowing: shares of items with few observations shrink
 * @param ruleItemDecay items; the weight of a rule's item falls by e for so many items after it
 */
public record Tuning(
        int postings,
        int neighbours,
        int recentItems,
        double similarityDecay,
        double sessionDays,
        double sessionLength,
        double afterDecay,
        double beforeDecay,
        double beforeWeight,
        double rarity,
        int rules,
        int related,
        double ruleDays,
        double ruleDecay,
        double ruleBefore,
        double rulePrior,
        double ruleItemDecay) {
    public static final Tuning DEFAULT =
            new Tuning(100, 30, 4, 1.25, 35, 0.5, 1, 3, 1, 0.3, 40, 40, 60, 0.9, 0.5, 0.7, 1);

    double[] toArray() {
        return new double[] {
            postings,
            neighbours,
            recentItems,
            similarityDecay,
            sessionDays,
            sessionLength,
            afterDecay,
            beforeDecay,
            beforeWeight,
            rarity,
            rules,
            related,
            ruleDays,
            ruleDecay,
            ruleBefore,
            rulePrior,
            ruleItemDecay
        };
    }

    static Tuning of(double[] v) throws ModelFormatException {
        if (v.length != 17) {
            throw new ModelFormatException("The model has " + v.length + " constants instead of 17");
        }
        return new Tuning(
                (int) v[0],
                (int) v[1],
                (int) v[2],
                v[3],
                v[4],
                v[5],
                v[6],
                v[7],
                v[8],
                v[9],
                (int) v[10],
                (int) v[11],
                v[12],
                v[13],
                v[14],
                v[15],
                v[16]);
    }
}
