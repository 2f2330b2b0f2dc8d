package intaglio.frontend.tflite;

/**
 * An operator of a graph.
 *
 * @param op its name in the schema
 * @param inputs indices of tensors; -1 for one that is left out
 * @param outputs indices of tensors
 * @param options what else it says; null where nothing
 */
record Call(String op, int[] inputs, int[] outputs, FlatTable options) {

    /** An option of 32 bits. */
    int integer(int field, int otherwise) {
        return options == null ? otherwise : options.integer(field, otherwise);
    }

    /** An option of 8 bits. */
    int octet(int field) {
        return options == null ? 0 : options.octet(field);
    }

    float real(int field, float otherwise) {
        return options == null ? otherwise : options.real(field, otherwise);
    }

    boolean hasInput(int input) {
        return input < inputs.length && inputs[input] >= 0;
    }
}
