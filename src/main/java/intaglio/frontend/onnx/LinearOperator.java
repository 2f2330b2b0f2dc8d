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
    public void apply(Node node, int dataInput, Flow flow) {
        if (node.integer("transA", 0) != 0) {
            node.problem("transA transposes the data: features become images of the batch", "leave transA at 0");
        }
        boolean transposed = node.integer("transB", 0) != 0;
        Constant weight = WeightInputs.matrix(node, dataInput, transposed ? "outputs x inputs" : "inputs x outputs");
        if (weight == null) {
            flow.lose();
            return;
        }
        int inputs = weight.dims()[transposed ? 1 : 0];
        int outputs = weight.dims()[transposed ? 0 : 1];
        boolean fits = fits(node, flow, inputs);
        Constant outputsFirst = transposed ? weight : ConstantArithmetic.transpose(weight);
        if (fits && !flow.isPlanar()) {
            outputsFirst = planar(outputsFirst, flow);
        }
        FoldedWeights folded = new FoldedWeights(outputsFirst.floats(), outputs);
        if (fits) {
            flow.foldInto(node, folded);
        }
        folded.multiply(node.real("alpha", 1));
        if (general) {
            WeightInputs.bias(node, 2, folded, node.real("beta", 1));
        }
        WeightedDraft layer = WeightedDraft.dense(node, folded);
        WeightInputs.keepIntegers(node, outputsFirst, layer);
        flow.addDense(layer);
    }

    /** The columns of weights that read rows, columns, channels in the order channels, rows, columns. */
    private static Constant planar(Constant weight, Flow flow) {
        int inputs = weight.dims()[1];
        float[] values = new float[weight.floats().length];
        QuantizedTensor quantized = weight.quantized();
        long[] integers = quantized == null ? null : new long[values.length];
        for (int i = 0; i < values.length; i++) {
            int moved = i / inputs * inputs + flow.planarIndex(i % inputs);
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
    private static boolean fits(Node node, Flow flow, int inputs) {
        if (flow.dims() == null) {
            return false;
        }
        if (!flow.isVector()) {
            node.problem(
                    "gets data of shape " + flow.shapeText() + ": it would multiply the last axis alone",
                    "put a Flatten (axis 1) before it");
        } else if (flow.dims()[0] != inputs) {
            node.problem(
                    "its weights take " + inputs + " inputs, the data have " + flow.dims()[0],
                    "correct the model or the size of its input image");
        } else {
            return flow.shape() != null && flow.shape().elements() == inputs;
        }
        return false;
    }
}
