package intaglio.inspect;

import java.util.BitSet;

/**
 * What a network made of some images.
 *
 * @param images how many
 * @param labelled whether it is known which is right
 * @param right which of them it classified right; none where there are no labels
 * @param likelihood mean logarithm of what the softmax gives the right class, each image's at least -10; without labels
 *     0
 * @param confidence mean of the softmax's largest value
 */
record Score(int images, boolean labelled, BitSet right, double likelihood, double confidence) {

    int correct() {
        return right.cardinality();
    }

    /**
     * Whether this score and another, of the same images, may differ by chance: the images that only one of the two has
     * right are as many on both sides within three standard deviations (McNemar's test; three, as the best of many is
     * compared).
     */
    boolean isCloseTo(Score other) {
        BitSet differing = (BitSet) right.clone();
        differing.xor(other.right);
        int difference = correct() - other.correct();
        return (long) difference * difference <= 9L * differing.cardinality();
    }
}
