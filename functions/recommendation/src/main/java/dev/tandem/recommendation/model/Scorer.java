package dev.tandem.recommendation.model;

import dev.tandem.recommendation.model.Recommendation.Source;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Scores the candidates of one session after the other with arrays that are used again. Not safe for use by several threads. */
public final class Scorer {
    /** The latest items whose related ones count: what is two steps from an older item is too far. */
    private static final int RELATED_ITEMS = 2;

    private static final int LONGEST_DISTANCE = IndexBuilder.LONGEST_SESSION;

    private final SessionIndex index;
    private final Tuning tuning;
    private final double[] after = new double[LONGEST_DISTANCE];
    private final double[] before = new double[LONGEST_DISTANCE];
    private final float[] rarity;

    /** Distinct items of the session, latest first, and their weights for the two models. */
    private final int[] recent = new int[Revisits.RANKS];

    private final float[] similarityWeights;
    private final double[] ruleWeights;
    private int distinct;

    private final float[] similarity;
    private final Neighbours neighbours;
    private final Candidates candidates;
    private final TopItems top;

    /** Per past session that was found: the rank of the latest item in common. */
    private final byte[] nearest;

    private int currentItem;

    Scorer(SessionIndex index) {
        this.index = index;
        tuning = index.tuning;
        for (int i = 0; i < LONGEST_DISTANCE; i++) {
            after[i] = Math.exp(-i / tuning.afterDecay());
            before[i] = tuning.beforeWeight() * Math.exp(-i / tuning.beforeDecay());
        }
        rarity = rarity(index.popularity.counts(), tuning.rarity());
        similarityWeights = new float[tuning.recentItems()];
        ruleWeights = new double[tuning.recentItems()];
        similarity = new float[index.sessionCount()];
        neighbours = new Neighbours();
        candidates = new Candidates(index.items.size());
        top = new TopItems(index.popularity.counts());
        nearest = new byte[index.sessionCount()];
    }

    private static float[] rarity(int[] counts, double power) {
        double events = 0;
        for (int count : counts) {
            events += count;
        }
        float[] rarity = new float[counts.length];
        for (int item = 0; item < counts.length; item++) {
            rarity[item] = (float) Math.pow(Math.log(events / Math.max(1, counts[item])), power);
        }
        return rarity;
    }

    /**
     * Ranks items; the results are there until the next call.
     *
     * @param session item numbers, oldest first, -1 for unknown ones
     * @param interest a factor per item of the session, or null for all 1
     * @return how many items were found, at most {@code limit}
     */
    public int score(
            int[] session,
            int length,
            double @Nullable [] interest,
            int limit,
            boolean excludeCurrent,
            Blend blend,
            IntPredicate allowed) {
        candidates.clear();
        distinct = IndexBuilder.distinctFromEnd(session, length, recent);
        int used = Math.min(distinct, tuning.recentItems());
        weigh(session, length, interest, used);
        if (blend.likeSessions() > 0) {
            findNeighbours(used);
            vote(blend.likeSessions());
        }
        follow(index.rules, used, blend.seenTogether(), Source.SEEN_TOGETHER);
        follow(index.related, Math.min(used, RELATED_ITEMS), blend.related(), Source.RELATED);
        for (int rank = 0; rank < distinct && blend.seenBefore() > 0; rank++) {
            float share = index.revisits.share(distinct, rank);
            if (share > 0) {
                candidates.add(recent[rank], Source.SEEN_BEFORE, blend.seenBefore() * share);
            }
        }
        return rank(limit, excludeCurrent, length > 0 ? session[length - 1] : -1, blend.popular(), allowed);
    }

    private void weigh(int[] session, int length, double @Nullable [] interest, int used) {
        double sum = 0;
        for (int rank = 0; rank < used; rank++) {
            double factor = 1;
            for (int i = length - 1; i >= 0 && interest != null; i--) {
                if (session[i] == recent[rank]) {
                    factor = interest[i];
                    break;
                }
            }
            similarityWeights[rank] = (float) (factor * Math.exp(-rank / tuning.similarityDecay()));
            ruleWeights[rank] = factor * Math.exp(-rank / tuning.ruleItemDecay());
            sum += ruleWeights[rank];
        }
        for (int rank = 0; rank < used && sum > 0; rank++) {
            ruleWeights[rank] /= sum;
        }
    }

    /** Sums up the similarity of the sessions that share an item, and keeps the most similar ones. */
    private void findNeighbours(int used) {
        neighbours.clear();
        int[] starts = index.postings.starts();
        int[] values = index.postings.values();
        for (int rank = 0; rank < used; rank++) {
            float weight = similarityWeights[rank];
            int end = starts[recent[rank] + 1];
            for (int i = starts[recent[rank]]; i < end && weight > 0; i++) {
                int session = values[i];
                if (similarity[session] == 0) {
                    neighbours.add(session);
                    nearest[session] = (byte) rank;
                }
                similarity[session] += weight;
            }
        }
        neighbours.select(similarity, index.sessionWeights, tuning.neighbours());
    }

    /** Lets each neighbour vote for its items by their distance from the latest item in common. */
    private void vote(double weight) {
        int[] starts = index.sessions.starts();
        int[] values = index.sessions.values();
        for (int n = 0; n < neighbours.size(); n++) {
            int from = starts[neighbours.session(n)];
            int to = starts[neighbours.session(n) + 1];
            int common = position(recent[nearest[neighbours.session(n)]], from, to);
            double similar = neighbours.similarity(n);
            for (int i = from; i < to; i++) {
                double near = i > common ? after[i - common] : before[common - i];
                candidates.add(values[i], Source.LIKE_SESSIONS, similar * near);
            }
        }
        candidates.normalize(Source.LIKE_SESSIONS, rarity, weight);
    }

    /** Where in a past session an item is that is in it. */
    private int position(int item, int from, int to) {
        int[] values = index.sessions.values();
        int at = from;
        while (at < to - 1 && values[at] != item) {
            at++;
        }
        return at;
    }

    private void follow(Lists lists, int used, double weight, Source source) {
        int[] starts = lists.starts();
        int[] values = lists.values();
        float[] shares = lists.weights();
        for (int rank = 0; rank < used && weight > 0; rank++) {
            double factor = weight * ruleWeights[rank];
            int end = starts[recent[rank] + 1];
            for (int i = starts[recent[rank]]; i < end; i++) {
                candidates.add(values[i], source, factor * shares[i]);
            }
        }
    }

    private int rank(int limit, boolean excludeCurrent, int current, double popular, IntPredicate allowed) {
        top.start(limit);
        currentItem = current;
        int excluded = excludeCurrent ? current : -1;
        for (int slot = 0; slot < candidates.size(); slot++) {
            int item = candidates.item(slot);
            // The item on the screen scores only as one to come back to, else it would lead every list.
            double score = item == current ? candidates.share(item, Source.SEEN_BEFORE) : candidates.score(slot);
            if (item != excluded && score > 0 && top.takes(item, score) && allowed.test(item)) {
                top.offer(item, score);
            }
        }
        double least = popular;
        int[] trending = index.popularity.trending();
        for (int i = 0; i < trending.length && top.size() < limit && popular > 0; i++) {
            least = popular * index.popularity.trendShares()[i];
            fill(trending[i], excluded, least, allowed);
        }
        if (top.size() < limit && popular > 0) {
            fillWithMostSeen(limit, excluded, least, allowed);
        }
        return top.finish();
    }

    /** A narrow filter leaves little of what trends: goes on with what was seen most in the whole log, below all that trends. */
    private void fillWithMostSeen(int limit, int excluded, double below, IntPredicate allowed) {
        int[] order = index.mostSeen();
        int[] counts = index.popularity.counts();
        for (int i = 0; i < order.length && top.size() < limit; i++) {
            fill(order[i], excluded, below * counts[order[i]] / (counts[order[0]] + 1.0), allowed);
        }
    }

    private void fill(int item, int excluded, double share, IntPredicate allowed) {
        if (item != excluded && share > 0 && !candidates.has(item) && allowed.test(item)) {
            candidates.add(item, Source.POPULAR, share);
            top.offer(item, share);
        }
    }

    public int item(int rank) {
        return top.item(rank);
    }

    public double score(int rank) {
        return top.score(rank);
    }

    /** The share of a source in the score of a found item, 0 to 1. */
    double part(int rank, Source source) {
        int item = top.item(rank);
        if (item == currentItem && source != Source.SEEN_BEFORE) {
            return 0;
        }
        return candidates.share(item, source) / top.score(rank);
    }

    /** The item of the session that most of a source's share comes from, or -1 for none. */
    int because(int rank, Source source) {
        int item = top.item(rank);
        return switch (source) {
            case LIKE_SESSIONS -> strongestVote(item);
            case SEEN_TOGETHER -> strongestRule(index.rules, item, tuning.recentItems());
            case RELATED -> strongestRule(index.related, item, RELATED_ITEMS);
            case SEEN_BEFORE -> item;
            case POPULAR -> -1;
        };
    }

    private int strongestRule(Lists lists, int item, int most) {
        int strongest = -1;
        double best = 0;
        for (int rank = 0; rank < Math.min(distinct, most); rank++) {
            double weight = ruleWeights[rank] * lists.weight(recent[rank], item);
            if (weight > best) {
                best = weight;
                strongest = recent[rank];
            }
        }
        return strongest;
    }

    private int strongestVote(int item) {
        double[] votes = new double[recent.length];
        int strongest = 0;
        int[] values = index.sessions.values();
        for (int n = 0; n < neighbours.size(); n++) {
            int from = index.sessions.starts()[neighbours.session(n)];
            int to = index.sessions.starts()[neighbours.session(n) + 1];
            int at = position(item, from, to);
            if (values[at] == item) {
                int rank = nearest[neighbours.session(n)];
                int common = position(recent[rank], from, to);
                votes[rank] += neighbours.similarity(n) * (at > common ? after[at - common] : before[common - at]);
                strongest = votes[rank] > votes[strongest] ? rank : strongest;
            }
        }
        return votes[strongest] > 0 ? recent[strongest] : -1;
    }
}
