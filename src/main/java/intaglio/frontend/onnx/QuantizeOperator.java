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
    public void apply(Node node, int dataInput, LayerChain chain) {
        DataQuantization quantization = chain.quantization();
        if (dataInput != 0) {
            node.problem("its scale or zero point depends on the image", "quantize statically, with constants");
            chain.lose();
            return;
        }
        if (chain.isBytes()) {
            image(node, chain);
            return;
        }
        Grid grid = quantization.grid();
        ElementType read = grid == null || grid.isUnknown() ? null : grid.type();
        QuantizeParameters parameters = QuantizeParameters.read(node, null, quantize ? null : read);
        if (parameters == null) {
            quantization.lose();
        } else if (quantize) {
            quantization.quantize(node, Grid.of(parameters), chain);
        } else {
            quantization.dequantize(node, parameters);
        }
    }

    /** DequantizeLinear of an image of bytes says what they stand for. */
    private void image(Node node, LayerChain chain) {
        QuantizeParameters parameters = QuantizeParameters.read(node, null, ElementType.UINT8);
        chain.castBytes();
        if (parameters == null || chain.shape() == null) {
            chain.quantization().lose();
            return;
        }
        int channels = chain.shape().channels();
        double scale = parameters.scales()[0];
        double[] scales = new double[channels];
        double[] shifts = new double[channels];
        Arrays.fill(scales, scale);
        Arrays.fill(shifts, -scale * parameters.zeroPoints()[0]);
        chain.transform(node, new ChannelAffine(scales, shifts));
        chain.quantization().dequantizeImage(parameters);
    }
}
