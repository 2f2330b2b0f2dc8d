package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.op.Concat;
import intaglio.op.Layer;

/** Channels one after the other. A function of each element moves before it, which is the same. */
final class ConcatDraft extends LayerDraft {

    ConcatDraft(Node node) {
        super(node, LayerNames.module(node, "concat"));
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
        return new Concat(label);
    }
}
