package intaglio.golden;

/** One layer of the fast golden model, prepared for any number of batches; holds no state of a batch. */
interface Stage {

    /** A tensor for the outputs of one batch. */
    Lanes newOutput(int lanes);

    /**
     * Runs one batch.
     *
     * @param recorder told every accumulator; null where nobody asks
     */
    void run(Lanes input, Lanes output, AccumulatorRecorder recorder);
}
