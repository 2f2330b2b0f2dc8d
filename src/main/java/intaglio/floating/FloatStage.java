package intaglio.floating;

/** One layer of the float network, prepared for any number of batches; holds no state of a batch. */
interface FloatStage {

    /** Elements of the output of one frame. */
    int outputElements();

    /** Runs one batch; both tensors are element x lane, elements in CHW order. */
    void run(float[][] input, float[][] output);
}
