package intaglio.frontend.onnx;

import intaglio.frontend.layer.BatchNormalization;
import java.util.List;

/** BatchNormalization: folded into the convolution or dense layer directly before it. */
final class BatchNormOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("epsilon", "momentum", "spatial", "training_mode");
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        if (node.integer("training_mode", 0) != 0) {
            node.problem(
                    "training_mode 1 normalizes by each batch, not by fixed numbers",
                    "export the model in evaluation mode (model.eval())");
        }
        if (node.integer("spatial", 1) != 1) {
            node.problem("spatial 0 normalizes each pixel by its own numbers", "use spatial 1, one set per channel");
        }
        FoldTarget target = flow.foldTarget().orElse(null);
        boolean known = flow.dims() != null && flow.shape() != null && !flow.isLost();
        if (known && !flow.isChannelsFirst() && !flow.isVector()) {
            node.problem(
                    "normalizes data of shape " + flow.shapeText() + ", needed are images or vectors",
                    "leave the reshape before it out");
            return;
        }
        if (known && target != null && flow.dims()[0] != flow.shape().channels()) {
            target = null;
        }
        float[][] values = new float[4][];
        boolean good = dataInput == 0;
        for (int i = 0; i < 4; i++) {
            Constant constant = node.constant(i + 1);
            values[i] = constant == null ? null : WeightInputs.floats(node, constant);
            int needed = !known || values[i] == null ? 0 : flow.dims()[0];
            if (good && (constant == null || (needed > 0 && values[i].length != needed))) {
                node.problem(
                        "its input " + (i + 1) + " is "
                                + (constant == null ? "not a constant" : "of shape " + constant.shapeText())
                                + ", needed are "
                                + (needed > 0 ? needed + " " : "") + "constants, one per channel",
                        "export the model again");
            }
            good &= values[i] != null && (needed == 0 || values[i].length == needed);
        }
        BatchNormalization norm = new BatchNormalization(
                values[0], values[1], values[2], values[3], node.real("epsilon", BatchNormalization.DEFAULT_EPS));
        if (!good || !norm.check(node.where(), node.problems()) || !known) {
            return;
        }
        if (target != null) {
            target.layer()
                    .quantization()
                    .multiply(target.perFilter(ChannelAffine.of(norm).scale()));
            target.layer().quantization().addBias(null);
        }
        if (target != null && target.filters() == 1) {
            target.weights().normalize(norm);
        } else if (target != null) {
            ChannelAffine affine = ChannelAffine.of(norm);
            target.weights().multiply(target.perFilter(affine.scale()));
            target.weights().add(target.perFilter(affine.shift()));
        } else {
            flow.transform(node, ChannelAffine.of(norm).inPlanes(flow));
        }
    }
}
