package dev.tandem.recommendation.model;

/**
 * How likely shoppers are to come straight back to an item of the session: the share of steps that went to the item seen r distinct
 * items ago, by the number of distinct items seen so far.
 *
 * @param shares {@value #LENGTHS} rows of {@value #RANKS}, 0 to 1
 */
record Revisits(float[] shares) {
    static final int LENGTHS = 12;
    static final int RANKS = 64;

    static Revisits of(InteractionLog log) {
        double[] returns = new double[LENGTHS * RANKS];
        double[] steps = new double[LENGTHS];
        for (int[] session : log.sessions()) {
            int[] recent = new int[session.length];
            int distinct = 0;
            for (int i = 0; i < session.length; i++) {
                int rank = 0;
                while (rank < distinct && recent[rank] != session[i]) {
                    rank++;
                }
                if (i > 0) {
                    int row = Math.min(distinct, LENGTHS - 1);
                    steps[row]++;
                    if (rank < Math.min(distinct, RANKS)) {
                        returns[row * RANKS + rank]++;
                    }
                }
                // The item moves to the front of the distinct items, latest first.
                distinct += rank == distinct ? 1 : 0;
                System.arraycopy(recent, 0, recent, 1, rank);
                recent[0] = session[i];
            }
        }
        float[] shares = new float[returns.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) (returns[i] / Math.max(1, steps[i / RANKS]));
        }
        return new Revisits(shares);
    }

    /** The share for the item {@code rank} distinct items ago (0: the current one) after {@code distinct} distinct items. */
    float share(int distinct, int rank) {
        return rank < RANKS ? shares[Math.min(distinct, LENGTHS - 1) * RANKS + rank] : 0;
    }
}
