package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import java.util.List;

/**
 * Gemm, {@code alpha A' B' + beta C}, and MatMul, {@code A B}: a dense layer where A is the data and B constant. The
 * factors are folded into weights and bias.
 */
final class LinearOperator implements Operator {

    private final boolean general;

    /** Gemm, or MatMul. */
    LinearOperator(boolean general) {
        this.general = general;
    }

    @Override
    public List<String> attributes() {
        return general ? List.of("alpha", "beta", "transA", "transB") : List.of();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        if (node.integer("transA", 0) != 0) {
            node.problem("transA transposes the data: features become images of the batch", "leave transA at 0");
        }
        boolean transposed = node.integer("transB", 0) != 0;
        Constant weight = WeightInputs.weight(node, dataInput, 2, transposed ? "outputs x inputs" : "inputs x outputs");
        if (weight == null) {
            chain.lose();
            return;
        }
        int inputs = weight.dims()[transposed ? 1 : 0];
        int outputs = weight.dims()[transposed ? 0 : 1];
        check(node, chain, inputs);
        Constant outputsFirst = transposed ? weight : ConstantArithmetic.transpose(weight);
        FoldedWeights folded = new FoldedWeights(outputsFirst.floats(), outputs);
        folded.multiply(node.real("alpha", 1));
        if (general) {
            WeightInputs.bias(node, 2, folded, node.real("beta", 1));
        }
        LayerDraft layer = LayerDraft.dense(node, folded);
        WeightInputs.keepIntegers(node, outputsFirst, layer);
        chain.addDense(layer);
    }

    private static void check(Node node, LayerChain chain, int inputs) {
        if (chain.dims() == null) {
            return;
        }
        if (!chain.isVector()) {
            node.problem("gets data of shape " + chain.shapeText() + ": it would multiply the last axis alone",
                    "put a Flatten (axis 1) before it");
        } else if (chain.dims()[0] != inputs) {
            node.problem("its weights take " + inputs + " inputs, the data have " + chain.dims()[0],
                    "correct the model or the size of its input image");
        }
    }
}
