package dev.tandem.bench.nextitem;

/** A model that ranks all items of the training data for the next step of a session. One instance serves one thread. */
public interface NextItemModel {
    /**
     * Ranks items by score, then popularity in the training data, then smaller item number.
     *
     * @param session item numbers of the training data, oldest first; -1 for an item that is not there
     * @param length how much of {@code session} has happened
     * @param excludeCurrent whether the last item of the session stays out of the list
     * @param into receives the list; its length is the most that is wanted
     * @return how many items were found
     */
    int recommend(int[] session, int length, boolean excludeCurrent, int[] into);

    /** A second instance on the same data, for another thread. */
    NextItemModel another();
}
