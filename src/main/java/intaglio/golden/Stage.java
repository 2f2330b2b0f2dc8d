package intaglio.golden;

import java.util.List;

/** One layer of the fast golden model, prepared for any number of batches; holds no state of a batch. */
interface Stage {

    /** A tensor for the outputs of one batch. */
    Lanes newOutput(int lanes);

    /**
     * Runs one batch.
     *
     * @param inputs what the layer reads, in order
     * @param recorder told every accumulator; null where nobody asks
     */
    void run(List<Lanes> inputs, Lanes output, AccumulatorRecorder recorder);
}
