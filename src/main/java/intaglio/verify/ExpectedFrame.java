package intaglio.verify;

import java.util.List;

/**
 * What the hardware has to do with one image, according to the golden model.
 *
 * @param image number of the image in its set
 * @param pixels CHW
 * @param logits the CHW output of the last layer
 * @param probed per probe of the plan, the whole CHW tensor it listens to
 */
public record ExpectedFrame(int image, byte[] pixels, long[] logits, List<long[]> probed) {

    public ExpectedFrame {
        probed = List.copyOf(probed);
    }

    /** Index of the largest logit; the lowest one where several are equally large. */
    int classIndex() {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
