package intaglio.golden;

/** From logits to a class. */
public final class Logits {

    private Logits() {}

    /** Index of the largest logit; among equals the lowest index, as the hardware does. */
    public static int argmax(long[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
