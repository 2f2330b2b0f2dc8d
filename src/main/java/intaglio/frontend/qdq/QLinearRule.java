package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
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
            inputs.add(turned ? to.transpose(real, QdqWriter.TO_FIRST) : real);
        }
        List<AttributeProto> attributes = channelsLast ? to.attributesBut(LAST) : node.getAttributeList();
        String real = to.node(op, inputs, attributes);
        to.quantize(turned ? to.transpose(real, QdqWriter.TO_LAST) : real, 3 * operands, 0);
    }
}
