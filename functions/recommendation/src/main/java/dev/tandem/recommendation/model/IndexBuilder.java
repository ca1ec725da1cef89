package dev.tandem.recommendation.model;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Builds the parts of a {@link SessionIndex}; the same log gives the same parts, bit by bit. */
final class IndexBuilder {
    /** Longest part of a past session that is kept; its end says most. */
    static final int LONGEST_SESSION = 50;

    private static final int WINDOW = 8;
    private static final double DAY = 86_400;

    private final InteractionLog log;
    private final Tuning tuning;
    private final double now;
    private final int[] counts;
    private final double[] sums;
    private final int[] touched;
    private final TopItems top;

    IndexBuilder(InteractionLog log, Tuning tuning, int[] counts) {
        this.log = log;
        this.tuning = tuning;
        this.counts = counts;
        now = log.ends().length == 0 ? 0 : log.ends()[log.ends().length - 1];
        sums = new double[counts.length];
        touched = new int[counts.length];
        top = new TopItems(counts);
    }

    /** Each session's distinct items by their last look, oldest first, at most {@link #LONGEST_SESSION}. */
    Lists sessions() {
        Lists.Builder sessions = new Lists.Builder(log.sessions().length, false);
        int[] reversed = new int[LONGEST_SESSION];
        for (int[] session : log.sessions()) {
            int length = distinctFromEnd(session, session.length, reversed);
            for (int i = length - 1; i >= 0; i--) {
                sessions.add(reversed[i]);
            }
            sessions.end();
        }
        return sessions.build();
    }

    /** Writes distinct items, latest first, and tells how many; unknown items (-1) are passed over. */
    static int distinctFromEnd(int[] session, int length, int[] into) {
        int distinct = 0;
        for (int i = length - 1; i >= 0 && distinct < into.length; i--) {
            boolean known = session[i] < 0;
            for (int j = 0; j < distinct && !known; j++) {
                known = into[j] == session[i];
            }
            if (!known) {
                into[distinct++] = session[i];
            }
        }
        return distinct;
    }

    float[] sessionWeights(Lists sessions) {
        float[] weights = new float[sessions.size()];
        for (int s = 0; s < weights.length; s++) {
            int length = sessions.starts()[s + 1] - sessions.starts()[s];
            double age = (now - log.ends()[s]) / DAY;
            weights[s] = (float) Math.max(
                    Float.MIN_NORMAL, Math.exp(-age / tuning.sessionDays()) / Math.pow(length, tuning.sessionLength()));
        }
        return weights;
    }

    /** The most recent sessions of each item, newest first. */
    Lists postings(Lists sessions) {
        int[] sizes = new int[counts.length];
        for (int item : sessions.values()) {
            sizes[item] = Math.min(sizes[item] + 1, tuning.postings());
        }
        int[] starts = new int[counts.length + 1];
        for (int item = 0; item < sizes.length; item++) {
            starts[item + 1] = starts[item] + sizes[item];
        }
        int[] values = new int[starts[sizes.length]];
        int[] filled = new int[sizes.length];
        for (int s = sessions.size() - 1; s >= 0; s--) {
            for (int i = sessions.starts()[s]; i < sessions.starts()[s + 1]; i++) {
                int item = sessions.values()[i];
                if (filled[item] < sizes[item]) {
                    values[starts[item] + filled[item]++] = s;
                }
            }
        }
        return new Lists(starts, values, new float[0]);
    }

    /** What is seen soon after, or less so before, each item: shares of all such observations. */
    Lists rules() {
        int[][] sessions = log.sessions();
        int[][] where = occurrences();
        Lists.Builder rules = new Lists.Builder(counts.length, true);
        for (int item = 0; item < counts.length; item++) {
            int found = 0;
            double total = tuning.rulePrior();
            for (int o = 0; o < where[item].length; o += 2) {
                int s = where[item][o];
                int at = where[item][o + 1];
                double age = Math.exp((log.ends()[s] - now) / DAY / tuning.ruleDays());
                int to = Math.min(sessions[s].length - 1, at + WINDOW);
                for (int i = Math.max(0, at - WINDOW); i <= to; i++) {
                    int other = sessions[s][i];
                    if (other == item) {
                        continue;
                    }
                    double near = Math.exp(-(Math.abs(i - at) - 1) / tuning.ruleDecay());
                    double weight = age * near * (i < at ? tuning.ruleBefore() : 1);
                    total += weight;
                    found = add(other, weight, found);
                }
            }
            best(rules, found, tuning.rules(), total);
        }
        return rules.build();
    }

    /** What is two rules away from each item. */
    Lists related(Lists rules) {
        Lists.Builder related = new Lists.Builder(counts.length, true);
        for (int item = 0; item < counts.length; item++) {
            int found = 0;
            double total = 0;
            for (int i = rules.starts()[item]; i < rules.starts()[item + 1]; i++) {
                int middle = rules.values()[i];
                for (int j = rules.starts()[middle]; j < rules.starts()[middle + 1]; j++) {
                    int other = rules.values()[j];
                    double weight = (double) rules.weights()[i] * rules.weights()[j];
                    if (other != item) {
                        total += weight;
                        found = add(other, weight, found);
                    }
                }
            }
            best(related, found, tuning.related(), total);
        }
        return related.build();
    }

    private int add(int item, double weight, int found) {
        if (weight <= 0) {
            return found; // So old that its weight is below what a double can tell from nothing.
        }
        int count = found;
        if (sums[item] == 0) {
            touched[count++] = item;
        }
        sums[item] += weight;
        return count;
    }

    /** Ends a list with the best of the sums as shares of a total, and clears the sums. */
    private void best(Lists.Builder into, int found, int most, double total) {
        top.start(Math.min(most, found));
        for (int i = 0; i < found; i++) {
            top.offer(touched[i], sums[touched[i]]);
            sums[touched[i]] = 0;
        }
        int kept = top.finish();
        for (int rank = 0; rank < kept; rank++) {
            into.add(top.item(rank), top.score(rank) / total);
        }
        into.end();
    }

    /** Per item, pairs of session and position. */
    private int[][] occurrences() {
        int[][] where = new int[counts.length][];
        Arrays.setAll(where, item -> new int[2 * counts[item]]);
        int[] filled = new int[counts.length];
        IntUnaryOperator next = item -> filled[item]++;
        for (int s = 0; s < log.sessions().length; s++) {
            for (int i = 0; i < log.sessions()[s].length; i++) {
                int item = log.sessions()[s][i];
                where[item][next.applyAsInt(item)] = s;
                where[item][next.applyAsInt(item)] = i;
            }
        }
        return where;
    }
}
