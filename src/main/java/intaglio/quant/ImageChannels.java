package intaglio.quant;

import intaglio.diag.IntaglioException;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Normalization;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.stream.IntStream;

/**
 * Which layers can read the bytes of an image whose channels are normalized each in its own way, or whose 0 is no byte.
 * A layer with weights takes that into its weights and biases, as long as each channel is in its place; a pool hands on
 * what it reads. Layers that add, join or move channels have no place for it.
 */
final class ImageChannels {

    private static final String HELP =
            "put a 1x1 convolution between the image and the layer, or give one --mean and one --std for all channels";

    private final Network network;
    private final Normalization normalization;

    private ImageChannels(Network network) {
        this.network = network;
        normalization = network.normalization();
    }

    /** @throws IntaglioException (bad input) naming the first layer that cannot read the image */
    static void check(Network network) {
        ImageChannels channels = new ImageChannels(network);
        for (Node node : network.nodes()) {
            boolean readsPixels = node.inputs().stream()
                    .anyMatch(label -> network.origins(label).contains(Network.INPUT));
            if (readsPixels && !node.layer().match(new KeepsPlaces())) {
                channels.check(node);
            }
        }
    }

    private void check(Node node) {
        if (!isUniform()) {
            throw IntaglioException.badInput(
                    "layer '" + node.label() + "'",
                    "adds, joins, moves or pads channels of the image, which are normalized each in its own way ("
                            + normalization.formula() + ")",
                    HELP);
        }
        double error = Math.abs(normalization.zeroError(0));
        double step = Math.abs(normalization.scale(0));
        if (error > step) {
            throw IntaglioException.badInput(
                    "layer '" + node.label() + "'",
                    "adds, joins, moves or pads pixels of the image, and no byte of it stands for 0 ("
                            + normalization.formula() + ")",
                    "put a 1x1 convolution between the image and the layer");
        }
    }

    private boolean isUniform() {
        return IntStream.range(1, network.input().channels())
                .allMatch(channel -> normalization.scale(channel) == normalization.scale(0)
                        && normalization.offset(channel) == normalization.offset(0));
    }

    /** Whether a layer takes each channel for what it is. */
    private record KeepsPlaces() implements LayerCases<Boolean> {

        @Override
        public Boolean conv2d(Conv2d layer) {
            return true;
        }

        @Override
        public Boolean dense(Dense layer) {
            return true;
        }

        @Override
        public Boolean pool2d(Pool2d layer) {
            return !layer.countsPadding();
        }

        @Override
        public Boolean add(Add layer) {
            return false;
        }

        @Override
        public Boolean concat(Concat layer) {
            return false;
        }

        @Override
        public Boolean depthToSpace(DepthToSpace layer) {
            return false;
        }
    }
}
