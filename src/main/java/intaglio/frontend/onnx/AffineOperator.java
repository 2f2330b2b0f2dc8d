package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import java.util.List;

/**
 * Add, Sub, Mul and Div with a constant, one number for each channel or one for all: folded into the convolution or
 * dense layer directly before it, read as the normalization of the image, or left to the layer behind it.
 */
final class AffineOperator implements Operator {

    private static final String ONE_EACH = "use one value per channel";

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        Constant constant = node.constant(1 - dataInput);
        if (constant == null) {
            node.problem("what it " + verb(node) + " is not a constant", "give a constant, one value per channel");
            return;
        }
        float[] values = WeightInputs.floats(node, constant);
        if (values == null || chain.isLost() || chain.dims() == null || chain.shape() == null) {
            return;
        }
        if (node.op().equals("Div") && (dataInput == 1 || contains(values, 0))) {
            node.problem(dataInput == 1 ? "divides a constant by the data" : "divides by 0", "divide by a constant");
            return;
        }
        if (chain.openWeighted() == null && chain.quantization().grid() != null && !chain.isFront()) {
            node.problem(
                    verb(node) + (node.op().equals("Add") ? " to" : "") + " data that have been quantized: the result"
                            + " would be rounded twice",
                    "make it a part of the layer before, before quantizing (onnxruntime: quant_pre_process)");
            return;
        }
        float[] each = ChannelConstants.expand(constant, values, chain);
        if (each == null) {
            node.problem(
                    verb(node) + " a constant of shape " + constant.shapeText()
                            + (node.op().equals("Add") ? " to" : " and") + " data of shape " + chain.shapeText()
                            + ": not one value per channel",
                    ONE_EACH);
            return;
        }
        LayerDraft layer = chain.openWeighted();
        boolean perChannel = each.length == 1 || each.length == chain.shape().channels();
        if (layer != null && perChannel) {
            fold(node, dataInput, constant, each, layer);
        } else {
            chain.transform(node, affine(node.op(), dataInput, each));
        }
    }

    private static void fold(Node node, int dataInput, Constant constant, float[] each, LayerDraft layer) {
        FoldedWeights weights = layer.weights();
        switch (node.op()) {
            case "Add" -> {
                weights.add(each, 1);
                layer.quantization().addBias(constant.quantized());
                return;
            }
            case "Sub" -> {
                if (dataInput == 1) {
                    weights.multiply(-1);
                }
                weights.add(each, dataInput == 1 ? 1 : -1);
            }
            default -> weights.multiply(affine(node.op(), dataInput, each).scale());
        }
        if (layer.quantization().weights() != null) {
            node.problem(
                    "changes what a layer with quantized weights gives",
                    "fold it into the layer before quantizing (onnxruntime: quant_pre_process)");
        }
    }

    private static ChannelAffine affine(String op, int dataInput, float[] each) {
        ChannelAffine affine = ChannelAffine.none(each.length);
        double[] scale = affine.scale();
        double[] shift = affine.shift();
        for (int i = 0; i < each.length; i++) {
            switch (op) {
                case "Add" -> shift[i] = each[i];
                case "Sub" -> {
                    scale[i] = dataInput == 1 ? -1 : 1;
                    shift[i] = dataInput == 1 ? each[i] : -each[i];
                }
                case "Mul" -> scale[i] = each[i];
                default -> scale[i] = 1.0 / each[i];
            }
        }
        return affine;
    }

    private static boolean contains(float[] values, float wanted) {
        boolean found = false;
        for (float value : values) {
            found |= value == wanted;
        }
        return found;
    }

    private static String verb(Node node) {
        return switch (node.op()) {
            case "Add" -> "adds";
            case "Sub" -> "subtracts";
            case "Mul" -> "multiplies";
            default -> "divides";
        };
    }
}
