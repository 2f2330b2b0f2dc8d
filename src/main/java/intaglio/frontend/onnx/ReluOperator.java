package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import java.util.List;

/** Relu: the activation of the layer before it. */
final class ReluOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        if (flow.quantization().isActive()) {
            quantized(node, flow);
        } else {
            flow.activate(node, Activation.RELU);
        }
    }

    /** A Relu of a quantized model; nothing can be added to it, so the layer before has to take it. */
    static void quantized(Node node, Flow flow) {
        Grid grid = flow.quantization().grid();
        LayerDraft source = flow.source();
        boolean without = grid != null && !grid.hasNegatives();
        if (without || flow.isLost() || (source != null && source.isUnchangedBy(Activation.RELU))) {
            return;
        }
        if (source != null && source.takes(Activation.RELU)) {
            source.take(Activation.RELU);
            if (grid != null) {
                flow.quantization().narrow(grid.zeroPoint(), grid.high());
            }
        } else if (grid != null && source != null && !flow.quantization().areMeans()) {
            flow.quantization().copy(node, grid.zeroPoint(), grid.high(), flow);
        } else {
            node.problem(
                    source == null
                            ? "is applied to the images, before any layer with weights"
                            : "follows data that may be negative and are not quantized behind the layer that gives them",
                    source == null
                            ? "leave it out: pixels are never negative"
                            : "quantize before it, or put it before the average pool");
        }
    }
}
