package intaglio.frontend.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Add, Sum and Sub of tensors that all depend on the image, such as the skip connections of residual networks. */
final class SumOperator implements JoinOperator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public Flow apply(Node node, List<Flow> flows) {
        Flow first = flows.get(0);
        for (Flow flow : flows) {
            if (!first.shapeText().equals(flow.shapeText()) || !first.isOrderedLike(flow)) {
                node.problem(
                        "adds data of shape " + first.shapeText() + " (" + first.shape() + ") and of shape "
                                + flow.shapeText() + " (" + flow.shape() + "): they are not the same elements",
                        "add tensors of one shape; a 1x1 convolution changes the channels of a skip connection");
                return null;
            }
        }
        if (node.op().equals("Sub")) {
            flows.get(1).negate(node);
        }
        separate(node, flows);
        first.quantization().addUp(node, flows);
        first.join(new SumDraft(node), flows, first.shape(), first.dims());
        return first;
    }

    /** What is left to the next layer becomes a layer now; a layer that two inputs come from is copied. */
    static void separate(Node node, List<Flow> flows) {
        Set<LayerDraft> sources = new HashSet<>();
        for (Flow flow : flows) {
            flow.settle(node);
            if (!sources.add(flow.source())) {
                flow.addCopy(node);
                sources.add(flow.source());
            }
        }
    }
}
