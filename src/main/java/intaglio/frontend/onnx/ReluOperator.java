package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import java.util.List;

/** Relu: the activation of the weighted layer before it. Behind max pools it moves before them, which is the same. */
final class ReluOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        LayerDraft layer = chain.lastWeighted();
        if (chain.isLost() || (layer != null && layer.activation() == Activation.RELU)) {
            // Weights before an average pool have their ReLU already: nothing negative is left.
            return;
        }
        if (layer == null) {
            node.problem("is applied to the images, before any layer with weights",
                    "leave it out: pixels are never negative");
        } else if (!chain.endsInMaxPools()) {
            node.problem("follows an average pool whose input may be negative", "put the Relu before the pool");
        } else {
            layer.activate();
        }
    }
}
