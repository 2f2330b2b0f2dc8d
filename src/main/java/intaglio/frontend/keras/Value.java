package intaglio.frontend.keras;

/**
 * A tensor of the ONNX graph.
 *
 * @param name of the tensor
 * @param rank axes without the batch
 * @param channels size of the axis of channels; 0 where it is not known
 * @param moved whether the last axis of the Keras tensor is the first one behind the batch in ONNX
 */
record Value(String name, int rank, int channels, boolean moved) {

    Value named(String other) {
        return new Value(other, rank, channels, moved);
    }

    Value withChannels(int count) {
        return new Value(name, rank, count, moved);
    }

    /** A vector of so many numbers. */
    static Value vector(String name, int size) {
        return new Value(name, 1, size, false);
    }
}
