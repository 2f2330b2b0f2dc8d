package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.op.DepthToSpace;
import intaglio.op.DepthToSpace.Order;
import intaglio.op.Layer;
import java.util.Optional;

/** Channels that become pixels. A function of each element moves before it, which is the same. */
final class ShuffleDraft extends LayerDraft {

    private final int block;
    private final Order order;

    ShuffleDraft(Node node, String name, int block, Order order) {
        super(node, name);
        this.block = block;
        this.order = order;
    }

    /** A channel of the output is {@code block * block} channels of the layer before, which stand together in CRD. */
    @Override
    Optional<FoldTarget> foldTarget() {
        LayerDraft before = inputs().get(0);
        return isShared() || before == null || order != Order.CRD
                ? Optional.empty()
                : before.foldTarget().map(target -> new FoldTarget(target.layer(), target.filters() * block * block));
    }

    @Override
    boolean isUnchangedBy(Activation function) {
        return inputsUnchangedBy(function);
    }

    @Override
    boolean canTake(Activation function) {
        return inputsTake(function);
    }

    @Override
    void take(Activation function) {
        giveToInputs(function);
    }

    @Override
    Layer toLayer(String label) {
        return new DepthToSpace(label, block, order);
    }
}
