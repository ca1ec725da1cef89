package dev.tandem.recommendation;

import dev.tandem.recommendation.bandit.Counts;
import dev.tandem.recommendation.bandit.Segment;
import java.time.LocalDate;
import java.util.List;

/** What the weights are made of: answers and their outcomes, counted by segment, day and arm. */
@FunctionalInterface
interface FeedbackCounters {
    /** The buckets of a segment from a day on; several may be of the same day and arm. */
    List<Counts.Bucket> read(Segment segment, LocalDate since);
}
