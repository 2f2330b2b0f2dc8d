package intaglio.frontend.onnx;

import intaglio.op.DepthToSpace.Order;
import java.util.List;

/** DepthToSpace, the pixel shuffle, in both orders. */
final class DepthToSpaceOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("blocksize", "mode");
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        long block = node.integer("blocksize", 0);
        String mode = node.text("mode", "DCR");
        if (flow.dims() == null || flow.shape() == null) {
            flow.lose();
            return;
        }
        boolean divides = block > 0 && block < 1 << 10 && flow.shape().channels() % (block * block) == 0;
        boolean known = mode.equals("DCR") || mode.equals("CRD");
        if (!divides || !known || !flow.isImage()) {
            node.problem(
                    "makes pixels of " + flow.shapeText() + " in mode '" + Text.printable(mode) + "' with blocksize "
                            + block,
                    "give it images whose channels are a multiple of blocksize x blocksize, in mode CRD or DCR");
            flow.lose();
            return;
        }
        if (block > 1) {
            BlockPixels.add(node, (int) block, Order.valueOf(mode), flow);
        }
    }
}
