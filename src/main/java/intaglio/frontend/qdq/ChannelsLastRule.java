package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator of QONNX on images of rows, columns, channels: ONNX's operator between two Transposes. The weights of a
 * convolution have their channels last as well.
 *
 * @param turned how many of its first inputs are so
 */
record ChannelsLastRule(int turned) implements Rule {

    @Override
    public int inputs() {
        return turned;
    }

    @Override
    public void write(NodeProto node, QdqWriter to) {
        List<String> inputs = new ArrayList<>(node.getInputList());
        for (int i = 0; i < turned; i++) {
            inputs.set(i, to.transpose(inputs.get(i), QdqWriter.TO_FIRST));
        }
        String real = to.node(node.getOpType(), inputs, node.getAttributeList());
        to.lastTranspose(real, QdqWriter.TO_LAST);
    }
}
