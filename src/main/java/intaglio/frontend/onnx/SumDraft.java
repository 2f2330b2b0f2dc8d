package intaglio.frontend.onnx;

import intaglio.op.Add;
import intaglio.op.Layer;

/** A sum of tensors. */
final class SumDraft extends ScaledDraft {

    SumDraft(Node node) {
        super(node, LayerNames.module(node, "add"));
    }

    @Override
    Layer toLayer(String label) {
        return new Add(label, activation());
    }
}
