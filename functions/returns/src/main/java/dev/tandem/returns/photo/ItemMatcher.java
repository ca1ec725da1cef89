package dev.tandem.returns.photo;

/**
 * Whether a photo shows what a catalogue photo shows, by local features that lie in the same arrangement. Supporting evidence
 * only: prints, seams and labels agree, but so do those of another size or of a like model; and a plain shirt that lies
 * differently has nothing to agree on. So there is evidence for, or none, never against.
 */
public final class ItemMatcher {
    /** Agreement that unlike pictures do not reach; see the figures in docs/returns-photos.md. */
    public static final int LEAST_INLIERS = 16;

    /**
     * @param inliers features that agree, of {@code matches} that look alike
     * @param score 0 to 1, half at the least number of inliers that counts
     */
    public record Match(int inliers, int matches, double score) {
        public boolean supports() {
            return inliers >= LEAST_INLIERS;
        }
    }

    private ItemMatcher() {}

    public static Match compare(LocalFeatures photo, LocalFeatures catalogue) {
        Alignment alignment = Alignment.of(photo, catalogue);
        int inliers = alignment.isPlausible() ? alignment.inliers() : 0;
        return new Match(inliers, alignment.matches(), (double) inliers / (inliers + LEAST_INLIERS));
    }
}
