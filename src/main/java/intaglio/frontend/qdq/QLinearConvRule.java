package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/** QLinearConv: data, weights OIHW and output with scale and zero point, and a bias in steps of both scales. */
final class QLinearConvRule implements Rule {

    private static final int OUTPUT = 6;
    private static final int BIAS = 8;

    @Override
    public int inputs() {
        return BIAS;
    }

    @Override
    public void write(NodeProto node, QdqWriter to) {
        List<String> inputs = new ArrayList<>(List.of(to.dequantize(0, 1), to.dequantize(3, 0)));
        if (!to.input(BIAS).isEmpty()) {
            String scale = to.node("Mul", List.of(to.input(4), to.input(1)), List.of());
            inputs.add(to.dequantize(to.input(BIAS), scale, "", 0));
        }
        to.quantize(to.node("Conv", inputs, node.getAttributeList()), OUTPUT, 0);
    }
}
