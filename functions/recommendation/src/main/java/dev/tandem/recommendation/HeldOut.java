package dev.tandem.recommendation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sessions to learn from, and later ones to judge on. */
record HeldOut(TrainingData train, TrainingData test) {
    /** Fewer sessions of two items than this say nothing. */
    static final int LEAST_CASES = 50;

    private static final int MOST_TEST_DAYS = 7;

    /**
     * The last days: those that the model in use has not seen where they are enough, else as few whole days as give enough to predict,
     * at most a week and never more than half of the sessions.
     *
     * @param seenUntil milliseconds of the epoch until which the model in use has learnt
     */
    static HeldOut of(TrainingData data, Optional<Long> seenUntil) {
        int sessions = data.sessions().size();
        if (seenUntil.isPresent()) {
            HeldOut unseen = since(data, seenUntil.get() + 1);
            if (cases(unseen.test()) >= LEAST_CASES && unseen.test().sessions().size() <= sessions / 2) {
                return unseen;
            }
        }
        long end = data.sessions().getLast().lastAt();
        HeldOut best = null;
        for (int days = 1; days <= MOST_TEST_DAYS; days++) {
            HeldOut split = since(data, end - Duration.ofDays(days).toMillis());
            if (split.test().sessions().size() > sessions / 2) {
                break;
            }
            best = split;
            if (cases(split.test()) >= LEAST_CASES * 10) {
                break;
            }
        }
        if (best != null && cases(best.test()) >= LEAST_CASES) {
            return best;
        }
        // All within a day, as on the first one: the last fifth.
        int cut = sessions - sessions / 5;
        return new HeldOut(
                data.with(data.sessions().subList(0, cut)),
                data.with(data.sessions().subList(cut, sessions)));
    }

    /** A session that goes on over the cut is in neither part. */
    private static HeldOut since(TrainingData data, long cut) {
        return new HeldOut(
                data.with(data.sessions().stream()
                        .filter(session -> session.lastAt() < cut)
                        .toList()),
                data.with(data.sessions().stream()
                        .filter(session -> session.firstAt() >= cut)
                        .toList()));
    }

    private static long cases(TrainingData data) {
        return data.sessions().stream()
                .filter(session -> session.items().size() > 1)
                .count();
    }

    static long begin(List<TrainingData.Session> sessions) {
        return sessions.stream().mapToLong(TrainingData.Session::firstAt).min().orElse(Long.MIN_VALUE);
    }
}
