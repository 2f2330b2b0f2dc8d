package intaglio.inspect;

import java.util.Comparator;
import java.util.List;

/**
 * Hypotheses on all images, the best first.
 *
 * @param entries at least one
 * @param labelled whether they are ranked by accuracy, or by confidence
 * @param tried how many were run on a few images
 */
record Ranking(List<Entry> entries, boolean labelled, int tried) {

    /** The most accurate first; without labels the most confident. */
    static final Comparator<Entry> BY_ACCURACY = Comparator.<Entry>comparingInt(
                    entry -> entry.score().correct())
            .thenComparingDouble(Entry::plausibility)
            .thenComparingDouble(entry -> entry.score().confidence())
            .reversed();

    /** The most plausible first; without labels the most confident. */
    static final Comparator<Entry> BY_PLAUSIBILITY = Comparator.comparingDouble(Entry::plausibility)
            .thenComparingDouble(entry -> entry.score().confidence())
            .reversed();

    /** The most usual first; among equals the most plausible; of the same results that of images as they are. */
    static final Comparator<Entry> BY_USAGE = Comparator.<Entry>comparingInt(
                    entry -> entry.hypothesis().unusual())
            .thenComparing(BY_PLAUSIBILITY)
            .thenComparing(entry -> entry.hypothesis().input().preparation().changesSize());

    /** One hypothesis. */
    record Entry(Hypothesis hypothesis, Score score) {

        /** Each unusual thing makes a network so many times less likely before any image was seen. */
        private static final double ODDS = 20;

        /**
         * Logarithm of how likely the hypothesis is behind the images, up to a constant: that of the labels'
         * likelihood, and what unusual things take off. 0 where there are no labels.
         */
        double plausibility() {
            return score.labelled() ? score.images() * score.likelihood() - Math.log(ODDS) * hypothesis.unusual() : 0;
        }
    }

    /** Confidences nearer than this say nothing. */
    private static final double CONFIDENCE_TOLERANCE = 0.02;

    /** The best, and all that may differ from it by chance; without labels all that are nearly as confident. */
    List<Entry> close() {
        Score best = entries.get(0).score();
        return entries.stream()
                .filter(entry -> labelled
                        ? best.isCloseTo(entry.score())
                        : entry.score().confidence() >= best.confidence() - CONFIDENCE_TOLERANCE)
                .toList();
    }

    /** The one to take: of those that are close to the best the most usual, and of these the most plausible. */
    Entry taken() {
        return close().stream().min(BY_USAGE).orElseThrow();
    }

    /** True for the entry that {@link #taken()} gives, and for no other one, not even an equal one. */
    @SuppressWarnings("ReferenceEquality")
    boolean takes(Entry entry) {
        return entry == taken();
    }
}
