package intaglio.frontend;

import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.DepthToSpace.Order;
import intaglio.op.Layer;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.List;
import java.util.Optional;

/**
 * One layer as described, not yet checked against its inputs or its tensors.
 *
 * @param where for messages: the file and the place in it
 * @param label its name, unchecked
 * @param inputs labels of what it reads, unchecked; {@link intaglio.graph.Network#INPUT} is the network's input
 * @param tensors prefix of its tensors: {@code <tensors>.weight}, {@code <tensors>.bias}
 * @param outChannels 0 where the weight tensor says it
 * @param groups of a convolution; 1 for the others
 * @param window null for a layer without one
 * @param block of a pixel shuffle; 0 for the others
 * @param order of a pixel shuffle; null for the others
 * @param batchNorm the normalization between the layer and its activation, or null
 */
record LayerDescription(
        String where,
        LayerKind kind,
        String label,
        List<String> inputs,
        String tensors,
        int outChannels,
        int groups,
        Window window,
        int block,
        Order order,
        Activation activation,
        BatchNormTensors batchNorm) {

    LayerDescription {
        inputs = List.copyOf(inputs);
    }

    /**
     * A batch normalization by the names of its tensors.
     *
     * @param tensors prefix: {@code <tensors>.running_mean}, {@code .running_var}, {@code .weight}, {@code .bias}
     * @param eps see {@link intaglio.frontend.layer.BatchNormalization}; empty: that of the framework
     */
    record BatchNormTensors(String tensors, Optional<Float> eps) {}

    /** A layer that is complete already, to be checked or written like the others. */
    static LayerDescription of(String where, Layer layer, List<String> inputs) {
        return layer.match(new Complete(where, inputs));
    }

    /** Descriptions of complete layers. */
    private record Complete(String where, List<String> inputs) implements LayerCases<LayerDescription> {

        private LayerDescription bare(LayerKind kind, Layer layer) {
            return new LayerDescription(
                    where, kind, layer.label(), inputs, layer.label(), 0, 1, null, 0, null, Activation.NONE, null);
        }

        @Override
        public LayerDescription conv2d(Conv2d layer) {
            return bare(LayerKind.CONV2D, layer)
                    .withWindow(layer.window(), layer.groups())
                    .withOutChannels(layer.outChannels())
                    .withActivation(layer.activation());
        }

        @Override
        public LayerDescription dense(Dense layer) {
            return bare(LayerKind.DENSE, layer)
                    .withOutChannels(layer.outChannels())
                    .withActivation(layer.activation());
        }

        @Override
        public LayerDescription pool2d(Pool2d layer) {
            return bare(LayerKind.of(layer.kind()), layer).withWindow(layer.window(), 1);
        }

        @Override
        public LayerDescription add(Add layer) {
            return bare(LayerKind.ADD, layer).withActivation(layer.activation());
        }

        @Override
        public LayerDescription concat(Concat layer) {
            return bare(LayerKind.CONCAT, layer);
        }

        @Override
        public LayerDescription depthToSpace(DepthToSpace layer) {
            return bare(LayerKind.DEPTHTOSPACE, layer).withBlock(layer.block(), layer.order());
        }
    }

    private LayerDescription withWindow(Window other, int otherGroups) {
        return new LayerDescription(
                where,
                kind,
                label,
                inputs,
                tensors,
                outChannels,
                otherGroups,
                other,
                block,
                order,
                activation,
                batchNorm);
    }

    private LayerDescription withBlock(int other, Order otherOrder) {
        return new LayerDescription(
                where,
                kind,
                label,
                inputs,
                tensors,
                outChannels,
                groups,
                window,
                other,
                otherOrder,
                activation,
                batchNorm);
    }

    LayerDescription withOutChannels(int count) {
        return new LayerDescription(
                where, kind, label, inputs, tensors, count, groups, window, block, order, activation, batchNorm);
    }

    LayerDescription withActivation(Activation other) {
        return new LayerDescription(
                where, kind, label, inputs, tensors, outChannels, groups, window, block, order, other, batchNorm);
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
            case AVGPOOLINSIDE -> new Pool2d(label, PoolKind.AVERAGE_INSIDE, window);
            case MAXPOOL -> new Pool2d(label, PoolKind.MAX, window);
            case ADD -> new Add(label, activation);
            case CONCAT -> new Concat(label);
            case DEPTHTOSPACE -> new DepthToSpace(label, block, order);
        };
    }
}
