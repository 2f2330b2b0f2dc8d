package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.op.Add;
import intaglio.op.Layer;

/** A sum of tensors. */
final class SumDraft extends LayerDraft {

    private Activation activation = Activation.NONE;

    SumDraft(Node node) {
        super(node, LayerNames.module(node, "add"));
    }

    @Override
    boolean isUnchangedBy(Activation function) {
        return Activations.isDone(function, activation);
    }

    @Override
    boolean canTake(Activation function) {
        return Activations.canFollow(function, activation);
    }

    @Override
    void take(Activation function) {
        activation = function;
    }

    @Override
    Layer toLayer(String label) {
        return new Add(label, activation);
    }
}
