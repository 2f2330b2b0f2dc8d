package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/** QLinearConcat of onnxruntime: scale and zero point of the output, then of each input the integers, scale, zero point. */
final class QLinearConcatRule implements Rule {

    private static final int FIRST = 2;

    @Override
    public int inputs() {
        return FIRST + 3;
    }

    @Override
    public void write(NodeProto node, QdqWriter to) {
        List<String> inputs = new ArrayList<>();
        for (int tensor = FIRST; tensor < node.getInputCount(); tensor += 3) {
            inputs.add(to.dequantize(tensor, 1));
        }
        to.quantize(to.node("Concat", inputs, node.getAttributeList()), 0, FIRST);
    }
}
