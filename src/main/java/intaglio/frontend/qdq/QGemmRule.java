package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/**
 * QGemm of onnxruntime: data, a matrix, a bias in steps of {@code alpha} times both scales, and perhaps scale and zero point
 * of the output; without them it gives real numbers.
 */
final class QGemmRule implements Rule {

    private static final int BIAS = 6;
    private static final int OUTPUT = 7;

    @Override
    public int inputs() {
        return BIAS;
    }

    @Override
    public void write(NodeProto node, QdqWriter to) {
        String scale = to.input(4);
        float alpha = to.real("alpha", 1);
        if (alpha != 1) {
            scale = to.node("Mul", List.of(scale, to.number(alpha)), List.of());
        }
        long columns = to.integer("transB", 0) == 0 ? 1 : 0;
        List<String> inputs =
                new ArrayList<>(List.of(to.dequantize(0, 1), to.dequantize(to.input(3), scale, to.input(5), columns)));
        if (!to.input(BIAS).isEmpty()) {
            String steps = to.node("Mul", List.of(scale, to.input(1)), List.of());
            inputs.add(to.dequantize(to.input(BIAS), steps, "", Math.max(0, to.rank(to.input(BIAS)) - 1)));
        }
        var attributes = to.attributesBut("alpha");
        if (to.input(OUTPUT).isEmpty()) {
            to.last("Gemm", inputs, attributes);
        } else {
            to.quantize(to.node("Gemm", inputs, attributes), OUTPUT, 0);
        }
    }
}
