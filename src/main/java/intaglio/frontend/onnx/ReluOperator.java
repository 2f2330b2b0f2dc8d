package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import java.util.List;

/** Relu: the activation of the weighted layer before it. Behind max pools it moves before them, which is the same. */
final class ReluOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        activate(Activation.RELU, node, chain);
    }

    /** Adds {@link Activation#RELU} or {@link Activation#RELU6} where what is there already does not do it. */
    static void activate(Activation function, Node node, LayerChain chain) {
        chain.settle();
        Grid grid = chain.quantization().grid();
        if (function == Activation.RELU && grid != null && !grid.hasNegatives()) {
            return;
        }
        LayerDraft layer = chain.lastWeighted();
        if (chain.isLost() || (layer != null && isDone(function, layer.activation()))) {
            // Whatever pools follow the activation, means and maxima stay in its range.
            return;
        }
        if (layer == null) {
            node.problem(
                    "is applied to the images, before any layer with weights",
                    chain.image() == null ? "leave it out: pixels are never negative" : "take it out and train again");
        } else if (layer.activation() instanceof ActivationFunction done) {
            node.problem(
                    "follows " + done + ", and a layer has one activation", "leave one of them out and train again");
        } else if (chain.endsInMaxPools()) {
            layer.activate(function);
            if (grid != null) {
                chain.quantization().narrow(grid.zeroPoint(), grid.high());
            }
        } else if (layer.activation() == Activation.NONE) {
            node.problem("follows an average pool whose input may be negative", "put the Relu before the pool");
        } else {
            node.problem("follows an average pool whose input may be above 6", "put the ReLU6 before the pool");
        }
    }

    private static boolean isDone(Activation function, Activation before) {
        return before == function || (function == Activation.RELU && before == Activation.RELU6);
    }
}
