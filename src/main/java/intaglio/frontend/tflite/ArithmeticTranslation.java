package intaglio.frontend.tflite;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** ADD, SUB, MUL, DIV, MAXIMUM and MINIMUM of data, or of data and a constant. */
final class ArithmeticTranslation implements OperatorTranslation {

    private static final int FUSED = 0;

    private final String op;

    ArithmeticTranslation(String op) {
        this.op = op;
    }

    @Override
    public void translate(Step step) {
        boolean two = step.call().inputs().length == 2 && step.input(0) != null && step.input(1) != null;
        if (!two || (!step.isData(0) && !step.isData(1))) {
            step.problem("does not read two tensors, one of which depends on the image", GraphFile.AGAIN);
            return;
        }
        int data = step.isData(0) ? 0 : 1;
        boolean constant = !step.isData(1 - data);
        if (constant && step.input(data).isQuantized() && step.input(1 - data).isQuantized()) {
            quantized(step, data);
            return;
        }
        List<String> inputs = IntStream.range(0, 2)
                .mapToObj(input -> step.isData(input) ? step.data(input) : constant(step, input))
                .toList();
        if (!inputs.contains("")) {
            step.give(fused(step, step.node(op, inputs)));
        }
    }

    /** MAXIMUM and MINIMUM have no options. */
    private String fused(Step step, String real) {
        return op.startsWith("M") && !op.equals("Mul") ? real : step.activated(real, FUSED);
    }

    private static String constant(Step step, int input) {
        Tensor tensor = step.input(input);
        if (tensor.reals() == null) {
            step.problem("its input " + input + " is not a constant of real numbers", "convert the model again");
            return "";
        }
        return new ConstantTensor(tensor).real(step.onnx(), step.name() + "/constant");
    }

    /**
     * With a quantized constant: a depthwise convolution of one pixel. MUL has the constant's integers as weights; ADD and
     * SUB have weights and biases that give the same bytes.
     */
    private void quantized(Step step, int data) {
        Tensor constant = step.input(1 - data);
        boolean single = constant.elements() == 1;
        boolean ordered = op.equals("Add") || op.equals("Mul") || (op.equals("Sub") && data == 0);
        if (!ordered || !(single || isPerChannel(step.input(data), constant))) {
            step.problem(
                    op.equals("Mul") || op.equals("Add") || op.equals("Sub")
                            ? "reads a quantized constant of " + Words.shape(constant.shape())
                                    + ", not one number per channel"
                            : "reads a quantized constant",
                    "multiply by or add one number per channel");
            return;
        }
        int rank = step.input(data).rank();
        if (rank < 2 || rank > 4) {
            step.problem("reads data of " + Words.shape(step.input(data).shape()), GraphFile.AGAIN);
            return;
        }
        Pointwise pointwise = new Pointwise(step, data);
        step.give(fused(
                step, op.equals("Mul") ? pointwise.multiply(constant) : pointwise.add(constant, op.equals("Sub"))));
    }

    private static boolean isPerChannel(Tensor data, Tensor constant) {
        int[] long1 = Arrays.stream(constant.shape()).filter(size -> size != 1).toArray();
        return long1.length == 1
                && constant.shape()[constant.rank() - 1] == long1[0]
                && data.shape()[data.rank() - 1] == long1[0];
    }
}
