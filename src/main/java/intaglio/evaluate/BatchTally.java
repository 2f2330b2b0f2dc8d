package intaglio.evaluate;

import java.util.List;

/** What a batch of images adds to an evaluation. */
final class BatchTally {

    private final List<VariantTally> variants;
    private int correct;

    BatchTally(List<VariantTally> variants) {
        this.variants = variants;
    }

    void addFloat(boolean isCorrect) {
        correct += isCorrect ? 1 : 0;
    }

    void add(BatchTally other) {
        correct += other.correct;
        for (int i = 0; i < variants.size(); i++) {
            variants.get(i).add(other.variants.get(i));
        }
    }

    int correct() {
        return correct;
    }

    VariantTally variant(int index) {
        return variants.get(index);
    }
}
