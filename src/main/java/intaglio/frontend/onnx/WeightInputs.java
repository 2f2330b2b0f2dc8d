package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;

/** Weights and biases among a node's inputs: they must be known before any image is. */
final class WeightInputs {

    private WeightInputs() {}

    /** The matrix in input 1; null, reported, where there is none to use. */
    static Constant matrix(Node node, int dataInput, String axes) {
        return weight(node, dataInput, 2, 2, axes + " (2 sizes above 0)", "use one matrix for all images");
    }

    /** The weights of a one- or two-dimensional convolution in input 1; null, reported, where there are none to use. */
    static Constant kernel(Node node, int dataInput, String axes) {
        return weight(
                node,
                dataInput,
                3,
                4,
                axes + " (3 or 4 sizes above 0)",
                "only one- and two-dimensional convolutions are supported");
    }

    private static Constant weight(Node node, int dataInput, int least, int most, String needed, String help) {
        if (dataInput != 0) {
            node.problem(
                    "the data are its input " + dataInput + ", the weights before them",
                    "give the data first (transpose a product: (A B)^T = B^T A^T)");
            return null;
        }
        Constant weight = node.constant(1);
        if (weight == null) {
            node.problem("its weights are not a constant", "store them as an initializer (fold constants on export)");
            return null;
        }
        if (!weight.isReadable()) {
            return null;
        }
        int rank = weight.dims().length;
        if (rank < least || rank > most || weight.elements() == 0) {
            node.problem(
                    "its weights '" + Text.printable(weight.name()) + "' have shape " + weight.shapeText()
                            + ", needed is " + needed,
                    help);
            return null;
        }
        return floats(node, weight) == null ? null : weight;
    }

    /**
     * Hands the integers of weights and bias to a layer, where DequantizeLinear has made these.
     *
     * @param weight with the output channels first
     */
    static void keepIntegers(Node node, Constant weight, WeightedDraft layer) {
        QuantizedTensor integers = weight.quantized();
        if (integers != null && (!integers.isBytes() || !integers.isAlong(0))) {
            node.problem(
                    "its weights '" + Text.printable(integers.source()) + "' are "
                            + (integers.isBytes()
                                    ? "quantized per input channel"
                                    : "integers of type " + integers.type()),
                    "quantize weights to int8 or uint8, per tensor or per output channel");
        }
        if (integers != null && node.real("alpha", 1) != 1) {
            node.problem(
                    "multiplies weights that are quantized already by " + node.real("alpha", 1),
                    "fold alpha into the weights before quantizing");
        }
        layer.quantization().setWeights(integers);
        if (node.constant(2) != null) {
            layer.quantization()
                    .addBias(node.real("beta", 1) == 1 ? node.constant(2).quantized() : null);
        }
    }

    /** Adds the bias in an optional input, times a number. */
    static void bias(Node node, int input, FoldedWeights folded, double by) {
        if (!node.hasInput(input)) {
            return;
        }
        Constant bias = node.constant(input);
        if (bias == null) {
            node.problem("its bias is not a constant", "store it as an initializer (fold constants on export)");
            return;
        }
        float[] values = floats(node, bias);
        if (values == null) {
            return;
        }
        // Gemm broadcasts: [O], [1, O] or a single number; Conv has [O].
        int rank = bias.dims().length;
        boolean row = bias.elements() == folded.outChannels() && (rank == 0 || bias.dims()[rank - 1] == values.length);
        boolean single = bias.elements() == 1 && node.op().equals("Gemm");
        if (!row && !single) {
            node.problem(
                    "its bias has shape " + bias.shapeText() + ", needed is one number for each of "
                            + folded.outChannels() + " output channels",
                    "correct the model");
            return;
        }
        folded.add(values, by);
    }

    /** Floating-point values; null where they are unreadable (reported before) or integers (reported here). */
    static float[] floats(Node node, Constant constant) {
        if (constant.integers() != null) {
            node.problem(
                    "'" + Text.printable(constant.name()) + "' holds integers, floating-point numbers are needed",
                    "export the float model: Intaglio quantizes by itself");
        }
        return constant.floats();
    }
}
