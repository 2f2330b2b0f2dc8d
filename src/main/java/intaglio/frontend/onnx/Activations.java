package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;

/** How the activations of layers combine. */
final class Activations {

    private Activations() {}

    /** Whether a function changes nothing behind another one. */
    static boolean isDone(Activation function, Activation before) {
        boolean plain = before == function && !(function instanceof ActivationFunction);
        return function == Activation.NONE || plain || (function == Activation.RELU && before == Activation.RELU6);
    }

    /** Whether one activation can take the place of two. */
    static boolean canFollow(Activation function, Activation before) {
        return before == Activation.NONE || (function == Activation.RELU6 && before == Activation.RELU);
    }

    /** Whether a larger value never becomes a smaller one. */
    static boolean isMonotone(Activation function) {
        return !(function instanceof ActivationFunction one) || one.isMonotone();
    }
}
