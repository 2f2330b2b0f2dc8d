package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;

/** QuantizeLinear of data: says what the bytes behind a layer stand for; and DequantizeLinear, which takes it back. */
final class QuantizeOperator implements Operator {

    private final boolean quantize;

    /** QuantizeLinear, or DequantizeLinear. */
    QuantizeOperator(boolean quantize) {
        this.quantize = quantize;
    }

    @Override
    public List<String> attributes() {
        return QuantizeParameters.ATTRIBUTES;
    }

    @Override
    public boolean mayFollowPadding() {
        // Zeros stay zeros: 0.0 is an integer exactly.
        return true;
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public boolean mayReadIntegers() {
        return !quantize;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        DataQuantization quantization = flow.quantization();
        if (dataInput != 0) {
            node.problem("its scale or zero point depends on the image", "quantize statically, with constants");
            flow.lose();
            return;
        }
        if (flow.isBytes()) {
            image(node, flow);
            return;
        }
        Grid grid = quantization.grid();
        ElementType read = grid == null || grid.isUnknown() ? null : grid.type();
        QuantizeParameters parameters = QuantizeParameters.read(node, null, quantize ? null : read);
        if (parameters == null) {
            quantization.lose();
        } else if (quantize) {
            quantization.quantize(node, Grid.of(parameters), flow);
        } else {
            quantization.dequantize(node, parameters);
        }
    }

    /** DequantizeLinear of an image of bytes says what they stand for. */
    private void image(Node node, Flow flow) {
        QuantizeParameters parameters = QuantizeParameters.read(node, null, ElementType.UINT8);
        flow.castBytes();
        if (parameters == null || flow.shape() == null) {
            flow.quantization().lose();
            return;
        }
        int channels = flow.shape().channels();
        double scale = parameters.scales()[0];
        double[] scales = new double[channels];
        double[] shifts = new double[channels];
        Arrays.fill(scales, scale);
        Arrays.fill(shifts, -scale * parameters.zeroPoints()[0]);
        flow.transform(node, new ChannelAffine(scales, shifts));
        flow.quantization().dequantizeImage(parameters);
    }
}
