package dev.tandem.recommendation.model;

/**
 * The best items of many, by score, then popularity, then smaller item number: a heap with the worst kept item at its root. Used
 * again for the next call after {@link #start}; not safe for use by several threads.
 */
public final class TopItems {
    private final int[] popularity;
    private int[] heap = new int[0];
    private double[] scores = new double[0];
    private int limit;
    private int size;

    /** @param popularity per item, what decides a tie of scores: more is better */
    public TopItems(int[] popularity) {
        this.popularity = popularity;
    }

    public void start(int most) {
        limit = most;
        size = 0;
        if (heap.length < most) {
            heap = new int[most];
            scores = new double[most];
        }
    }

    /** Whether an item with this score would get in now. */
    public boolean takes(int item, double score) {
        return size < limit || (limit > 0 && better(item, score, heap[0], scores[0]));
    }

    /** Offers an item, which must not have been offered before in this round. */
    public void offer(int item, double score) {
        if (size < limit) {
            int at = size++;
            while (at > 0 && better(heap[(at - 1) / 2], scores[(at - 1) / 2], item, score)) {
                set(at, heap[(at - 1) / 2], scores[(at - 1) / 2]);
                at = (at - 1) / 2;
            }
            set(at, item, score);
        } else if (limit > 0 && better(item, score, heap[0], scores[0])) {
            sink(0, size, item, score);
        }
    }

    /** Sorts what was kept, best first; after this only {@link #item} and {@link #score} may be called. */
    public int finish() {
        for (int end = size - 1; end > 0; end--) {
            int item = heap[end];
            double score = scores[end];
            set(end, heap[0], scores[0]);
            sink(0, end, item, score);
        }
        return size;
    }

    public int size() {
        return size;
    }

    public int item(int rank) {
        return heap[rank];
    }

    public double score(int rank) {
        return scores[rank];
    }

    private void sink(int from, int end, int item, double score) {
        int at = from;
        while (2 * at + 1 < end) {
            int child = 2 * at + 1;
            if (child + 1 < end && better(heap[child], scores[child], heap[child + 1], scores[child + 1])) {
                child++;
            }
            if (!better(item, score, heap[child], scores[child])) {
                break;
            }
            set(at, heap[child], scores[child]);
            at = child;
        }
        set(at, item, score);
    }

    private void set(int at, int item, double score) {
        heap[at] = item;
        scores[at] = score;
    }

    private boolean better(int item, double score, int other, double otherScore) {
        if (score != otherScore) {
            return score > otherScore;
        }
        return popularity[item] != popularity[other] ? popularity[item] > popularity[other] : item < other;
    }
}
