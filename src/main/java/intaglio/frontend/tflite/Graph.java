package intaglio.frontend.tflite;

import java.util.List;

/**
 * The one graph of a file.
 *
 * @param tensors in the order of the file
 * @param calls in an order in which each follows those that it reads from
 * @param inputs indices of tensors
 * @param outputs indices of tensors
 */
record Graph(List<Tensor> tensors, List<Call> calls, int[] inputs, int[] outputs) {

    Tensor tensor(int index) {
        return tensors.get(index);
    }
}
