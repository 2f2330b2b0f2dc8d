package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.frontend.layer.Labels;
import intaglio.graph.Network;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a described network from its input to its output: names, limits, what its layers read, whether every window
 * fits. What cannot be told because of an earlier problem is left unknown (0) and not reported again.
 */
final class NetworkCheck {

    static final int MAX_LAYERS = 256;
    private static final int MAX_CHANNELS = 1 << 14;
    private static final int MAX_PICTURE_SIDE = 2048;
    private static final int MAX_KERNEL = 64;
    private static final long MAX_ACTIVATIONS = 1 << 24;
    private static final long MAX_WEIGHTS = 1 << 24;

    private final Problems problems;
    private final List<WeightShape> weights = new ArrayList<>();

    private NetworkCheck(Problems problems) {
        this.problems = problems;
    }

    /**
     * Shape that a layer's weight tensor must have, OIHW or OI; 0 for a size that cannot be told.
     *
     * @param layer the layer it belongs to
     * @param sizes one per dimension
     * @param flattened the image that becomes the vector of its inputs; empty for a convolution
     */
    record WeightShape(LayerDescription layer, int[] sizes, Optional<Shape> flattened) {}

    /**
     * What the check found.
     *
     * @param weights what the weight tensors must be, in order
     * @param output shape at the end; empty where it cannot be told
     */
    record Checked(List<WeightShape> weights, Optional<Shape> output) {}

    /** Sizes of a tensor; 0 is unknown. */
    record Sizes(int channels, int height, int width) {

        static final Sizes UNKNOWN = new Sizes(0, 0, 0);

        boolean isKnown() {
            return channels > 0 && height > 0;
        }

        long elements() {
            return (long) channels * height * width;
        }

        @Override
        public String toString() {
            return channels + "x" + height + "x" + width;
        }
    }

    /** Reports all that is wrong. */
    static Checked check(NetworkDescription network, Problems problems) {
        NetworkCheck check = new NetworkCheck(problems);
        Shape input = network.input();
        String where = network.where() + "/input";
        Labels.check("network name", network.name(), network.where() + "/name", problems);
        check.limit(where, "number of channels", input.channels(), MAX_CHANNELS);
        check.limit(where, "height", input.height(), MAX_PICTURE_SIDE);
        check.limit(where, "width", input.width(), MAX_PICTURE_SIDE);
        GraphCheck graph = new GraphCheck(problems);
        graph.add(Network.INPUT, check.limited(where, new Sizes(input.channels(), input.height(), input.width())));
        for (LayerDescription layer : network.layers()) {
            Labels.check("layer name", layer.label(), layer.where(), problems);
            List<Sizes> inputs = graph.inputs(layer);
            graph.add(layer, check.limited(layer.where(), check.layer(layer, inputs)));
        }
        graph.finish(network);
        if (check.weights.isEmpty() && !network.layers().isEmpty()) {
            LayerDescription last = network.layers().get(network.layers().size() - 1);
            problems.add(last.where(), "the network has no layer with weights", "add a conv2d or dense layer");
        }
        Sizes output = graph.last();
        return new Checked(
                check.weights,
                output.isKnown()
                        ? Optional.of(new Shape(output.channels(), output.height(), output.width()))
                        : Optional.empty());
    }

    private Sizes layer(LayerDescription layer, List<Sizes> inputs) {
        return switch (layer.kind()) {
            case CONV2D -> conv2d(layer, inputs.get(0));
            case DENSE -> dense(layer, inputs.get(0));
            case AVGPOOL, AVGPOOLINSIDE, MAXPOOL -> pool(layer, inputs.get(0));
            case ADD -> JoinCheck.add(layer, inputs, problems);
            case CONCAT -> JoinCheck.concat(layer, inputs, problems);
            case DEPTHTOSPACE -> shuffle(layer, inputs.get(0));
        };
    }

    private Sizes conv2d(LayerDescription layer, Sizes input) {
        Window window = layer.window();
        padding(layer, window);
        groups(layer, input);
        weight(
                layer,
                Optional.empty(),
                layer.outChannels(),
                input.channels() / layer.groups(),
                window.kernelHeight(),
                window.kernelWidth());
        return slide(layer, layer.outChannels(), input);
    }

    private Sizes dense(LayerDescription layer, Sizes input) {
        Optional<Shape> image = input.isKnown()
                ? Optional.of(new Shape(input.channels(), input.height(), input.width()))
                : Optional.empty();
        weight(layer, image, layer.outChannels(), input.elements() > MAX_WEIGHTS ? 0 : (int) input.elements());
        return new Sizes(layer.outChannels(), 1, 1);
    }

    private Sizes pool(LayerDescription layer, Sizes input) {
        padding(layer, layer.window());
        return slide(layer, input.channels(), input);
    }

    private Sizes shuffle(LayerDescription layer, Sizes input) {
        int pixels = layer.block() * layer.block();
        if (input.channels() % pixels != 0) {
            problems.add(
                    layer.where(),
                    "makes blocks of " + layer.block() + "x" + layer.block() + " pixels of " + input.channels()
                            + " channels, which " + pixels + " does not divide",
                    "give the layer before it a multiple of " + pixels + " channels");
            return Sizes.UNKNOWN;
        }
        return new Sizes(input.channels() / pixels, input.height() * layer.block(), input.width() * layer.block());
    }

    /** A count of 0 is unknown. */
    private void groups(LayerDescription layer, Sizes input) {
        if (input.channels() % layer.groups() != 0 || layer.outChannels() % layer.groups() != 0) {
            problems.add(
                    layer.where(),
                    "has " + layer.groups() + " groups, which do not divide its " + input.channels() + " input and "
                            + layer.outChannels() + " output channels",
                    "give a number of groups that divides both");
        }
    }

    private void weight(LayerDescription layer, Optional<Shape> flattened, int... sizes) {
        weights.add(new WeightShape(layer, sizes, flattened));
        long count = 1;
        for (int size : sizes) {
            // Both factors are below 2^31; capped, so that the next product stays in 64 bits, too.
            count = Math.min(count * size, Integer.MAX_VALUE);
        }
        limit(layer.where(), "number of weights", count, MAX_WEIGHTS);
    }

    private void padding(LayerDescription layer, Window window) {
        int y = Math.max(window.padTop(), window.padBottom());
        int x = Math.max(window.padLeft(), window.padRight());
        if (y >= window.height() || x >= window.width()) {
            problems.add(
                    layer.where(),
                    "pads " + y + " rows and " + x + " columns, the kernel of " + window.height() + "x" + window.width()
                            + " would lie in the padding alone",
                    "pad less than the kernel");
        }
    }

    /** Moves the window over the input. */
    private Sizes slide(LayerDescription layer, int channels, Sizes input) {
        Window window = layer.window();
        limit(layer.where(), "kernel side", Math.max(window.height(), window.width()), MAX_KERNEL);
        if (input.height() == 0) {
            return new Sizes(channels, 0, 0);
        }
        int height = window.outHeight(input.height());
        int width = window.outWidth(input.width());
        if (height >= 1 && width >= 1) {
            return new Sizes(channels, height, width);
        }
        problems.add(
                layer.where(),
                "a window of " + window.height() + "x" + window.width() + " does not fit into "
                        + (input.height() + window.padTop() + window.padBottom()) + "x"
                        + (input.width() + window.padLeft() + window.padRight()) + " (padding included)",
                "make the kernel smaller, or take a layer before it away");
        return new Sizes(channels, 0, 0);
    }

    private Sizes limited(String where, Sizes sizes) {
        limit(where, "number of channels", sizes.channels(), MAX_CHANNELS);
        limit(where, "number of activations", sizes.elements(), MAX_ACTIVATIONS);
        return sizes.elements() > MAX_ACTIVATIONS ? new Sizes(sizes.channels(), 0, 0) : sizes;
    }

    private void limit(String where, String what, long found, long limit) {
        if (found > limit) {
            problems.add(where, what + " is " + found + ", at most " + limit + " is supported", "make it smaller");
        }
    }
}
