package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator on tensors with scale and zero point, each of them three inputs, and those of the output behind them: the real
 * operator between DequantizeLinear and QuantizeLinear.
 *
 * @param op the real operator
 * @param operands number of such tensors
 * @param channelsLast whether an attribute says that the data are rows, columns, channels
 */
record QLinearRule(String op, int operands, boolean channelsLast) implements Rule {

    private static final String LAST = "channels_last";
    private static final long[] TO_FIRST = {0, 3, 1, 2};
    private static final long[] TO_LAST = {0, 2, 3, 1};

    @Override
    public int inputs() {
        return 3 * operands + 1;
    }

    @Override
    public void write(NodeProto node, QdqWriter to) {
        boolean turned = channelsLast && to.integer(LAST, 0) != 0;
        List<String> inputs = new ArrayList<>();
        for (int operand = 0; operand < operands; operand++) {
            String real = to.dequantize(3 * operand, 1);
            inputs.add(turned ? transpose(real, TO_FIRST, to) : real);
        }
        List<AttributeProto> attributes = channelsLast ? to.attributesBut(LAST) : node.getAttributeList();
        String real = to.node(op, inputs, attributes);
        to.quantize(turned ? transpose(real, TO_LAST, to) : real, 3 * operands, 0);
    }

    private static String transpose(String data, long[] order, QdqWriter to) {
        return to.node("Transpose", List.of(data), List.of(OnnxGraphBuilder.integers("perm", order)));
    }
}
