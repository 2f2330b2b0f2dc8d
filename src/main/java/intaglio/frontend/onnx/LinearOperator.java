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
        boolean fits = fits(node, chain, inputs);
        Constant outputsFirst = transposed ? weight : ConstantArithmetic.transpose(weight);
        if (fits && !chain.isPlanar()) {
            outputsFirst = planar(outputsFirst, chain);
        }
        FoldedWeights folded = new FoldedWeights(outputsFirst.floats(), outputs);
        if (fits) {
            chain.foldInto(folded);
        }
        folded.multiply(node.real("alpha", 1));
        if (general) {
            WeightInputs.bias(node, 2, folded, node.real("beta", 1));
        }
        LayerDraft layer = LayerDraft.dense(node, folded);
        WeightInputs.keepIntegers(node, outputsFirst, layer);
        chain.addDense(layer);
    }

    /** The columns of weights that read rows, columns, channels in the order channels, rows, columns. */
    private static Constant planar(Constant weight, LayerChain chain) {
        int inputs = weight.dims()[1];
        float[] values = new float[weight.floats().length];
        QuantizedTensor quantized = weight.quantized();
        long[] integers = quantized == null ? null : new long[values.length];
        for (int i = 0; i < values.length; i++) {
            int moved = i / inputs * inputs + chain.planarIndex(i % inputs);
            values[moved] = weight.floats()[i];
            if (integers != null) {
                integers[moved] = quantized.integers()[i];
            }
        }
        return new Constant(
                weight.name(),
                weight.dims(),
                values,
                null,
                null,
                quantized == null ? null : quantized.withIntegers(integers));
    }

    /** Reports data of the wrong size; false where the sizes are unknown, too. */
    private static boolean fits(Node node, LayerChain chain, int inputs) {
        if (chain.dims() == null) {
            return false;
        }
        if (!chain.isVector()) {
            node.problem(
                    "gets data of shape " + chain.shapeText() + ": it would multiply the last axis alone",
                    "put a Flatten (axis 1) before it");
        } else if (chain.dims()[0] != inputs) {
            node.problem(
                    "its weights take " + inputs + " inputs, the data have " + chain.dims()[0],
                    "correct the model or the size of its input image");
        } else {
            return chain.shape() != null && chain.shape().elements() == inputs;
        }
        return false;
    }
}
