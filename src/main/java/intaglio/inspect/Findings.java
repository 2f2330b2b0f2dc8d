package intaglio.inspect;

import java.util.List;

/**
 * What a search found.
 *
 * @param ranked the best first; at least one
 * @param images that all of them were run on
 * @param labelled whether they are ranked by accuracy, or by confidence: then they are guesses
 * @param tried hypotheses that were run on a few images
 */
public record Findings(List<Finding> ranked, int images, boolean labelled, int tried) {

    /** The one to take. */
    public Finding taken() {
        return ranked.stream().filter(Finding::taken).findFirst().orElseThrow();
    }
}
