package intaglio.frontend;

import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;

/**
 * One layer as described, not yet checked against its input or its tensors.
 *
 * @param where for messages: the file and the place in it
 * @param label its name, unchecked
 * @param tensors prefix of its tensors: {@code <tensors>.weight}, {@code <tensors>.bias}
 * @param outChannels 0 where the weight tensor says it
 * @param groups of a convolution; 1 for the others
 * @param window null for a dense layer
 * @param batchNorm the normalization between the layer and its activation, or null
 */
record LayerDescription(
        String where,
        LayerKind kind,
        String label,
        String tensors,
        int outChannels,
        int groups,
        Window window,
        Activation activation,
        BatchNormTensors batchNorm) {

    /**
     * A batch normalization by the names of its tensors.
     *
     * @param tensors prefix: {@code <tensors>.running_mean}, {@code .running_var}, {@code .weight}, {@code .bias}
     * @param eps see {@link intaglio.frontend.layer.BatchNormalization}
     */
    record BatchNormTensors(String tensors, float eps) {}

    /** A layer that is complete already, to be checked like the others. */
    static LayerDescription of(String where, Layer layer) {
        if (layer instanceof Pool2d pool) {
            LayerKind kind = pool.kind() == PoolKind.AVERAGE ? LayerKind.AVGPOOL : LayerKind.MAXPOOL;
            return new LayerDescription(
                    where, kind, pool.label(), pool.label(), 0, 1, pool.window(), Activation.NONE, null);
        }
        Weighted weighted = (Weighted) layer;
        Window window = layer instanceof Conv2d conv ? conv.window() : null;
        return new LayerDescription(
                where,
                window == null ? LayerKind.DENSE : LayerKind.CONV2D,
                layer.label(),
                layer.label(),
                weighted.outChannels(),
                layer instanceof Conv2d conv ? conv.groups() : 1,
                window,
                weighted.activation(),
                null);
    }

    LayerDescription withOutChannels(int count) {
        return new LayerDescription(where, kind, label, tensors, count, groups, window, activation, batchNorm);
    }

    LayerDescription withActivation(Activation other) {
        return new LayerDescription(where, kind, label, tensors, outChannels, groups, window, other, batchNorm);
    }

    String weightName() {
        return tensors + ".weight";
    }

    String biasName() {
        return tensors + ".bias";
    }

    /** The layer of the graph; only after all checks. */
    Layer toLayer() {
        return switch (kind) {
            case CONV2D -> new Conv2d(label, outChannels, window, groups, activation);
            case DENSE -> new Dense(label, outChannels, activation);
            case AVGPOOL -> new Pool2d(label, PoolKind.AVERAGE, window);
            case MAXPOOL -> new Pool2d(label, PoolKind.MAX, window);
        };
    }
}
