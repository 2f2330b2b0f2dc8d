package intaglio.floating;

import java.util.List;

/** One layer of the float network, prepared for any number of batches; holds no state of a batch. */
interface FloatStage {

    /** Elements of the output of one frame. */
    int outputElements();

    /**
     * Runs one batch; tensors are element x lane, elements in CHW order.
     *
     * @param inputs what the layer reads, in order
     */
    void run(List<float[][]> inputs, float[][] output);
}
