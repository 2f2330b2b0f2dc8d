package intaglio.frontend.onnx;

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
    public void apply(Node node, int dataInput, Flow flow) {
        Constant constant = node.constant(1 - dataInput);
        if (constant == null) {
            node.problem("what it " + verb(node) + " is not a constant", "give a constant, one value per channel");
            return;
        }
        float[] values = WeightInputs.floats(node, constant);
        if (values == null || flow.isLost() || flow.dims() == null || flow.shape() == null) {
            return;
        }
        if (node.op().equals("Div") && (dataInput == 1 || contains(values, 0))) {
            node.problem(dataInput == 1 ? "divides a constant by the data" : "divides by 0", "divide by a constant");
            return;
        }
        if (flow.foldTarget().isEmpty() && flow.quantization().grid() != null && !flow.isFront()) {
            node.problem(
                    verb(node) + (node.op().equals("Add") ? " to" : "") + " data that have been quantized: the result"
                            + " would be rounded twice",
                    "make it a part of the layer before, before quantizing (onnxruntime: quant_pre_process)");
            return;
        }
        float[] each = ChannelConstants.expand(constant, values, flow);
        if (each == null) {
            node.problem(
                    verb(node) + " a constant of shape " + constant.shapeText()
                            + (node.op().equals("Add") ? " to" : " and") + " data of shape " + flow.shapeText()
                            + ": not one value per channel",
                    ONE_EACH);
            return;
        }
        FoldTarget target = flow.foldTarget().orElse(null);
        if (target != null && each.length == flow.shape().channels()) {
            fold(node, dataInput, constant, each, target);
        } else {
            flow.transform(node, affine(node.op(), dataInput, each));
        }
    }

    private static void fold(Node node, int dataInput, Constant constant, float[] each, FoldTarget target) {
        ChannelAffine affine = affine(node.op(), dataInput, each);
        LayerQuantization quantization = target.layer().quantization();
        if (!node.op().equals("Add")) {
            target.weights().multiply(target.perFilter(affine.scale()));
            quantization.multiply(target.perFilter(affine.scale()));
        }
        if (node.op().equals("Add") || node.op().equals("Sub")) {
            target.weights().add(target.perFilter(affine.shift()));
            quantization.addBias(node.op().equals("Add") ? constant.quantized() : null);
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
