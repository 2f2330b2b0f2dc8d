package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.frontend.layer.Labels;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a described network from its input to its output: names, limits, whether every window fits. What cannot be
 * told because of an earlier problem is left unknown (0) and not reported again.
 */
final class NetworkCheck {

    static final int MAX_LAYERS = 64;
    private static final int MAX_CHANNELS = 1 << 14;
    private static final int MAX_PICTURE_SIDE = 2048;
    private static final int MAX_KERNEL = 64;
    private static final long MAX_ACTIVATIONS = 1 << 24;
    private static final long MAX_WEIGHTS = 1 << 24;

    private final Problems problems;
    private final Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<WeightShape> weights = new ArrayList<>();

    // Shape of the activation so far; 0 is unknown.
    private int channels;
    private int height;
    private int width;

    private NetworkCheck(Shape input, Problems problems) {
        this.channels = input.channels();
        this.height = input.height();
        this.width = input.width();
        this.problems = problems;
    }

    /**
     * Shape that a layer's weight tensor must have, OIHW or OI; 0 for a size that cannot be told.
     *
     * @param layer the layer it belongs to
     * @param sizes one per dimension
     */
    record WeightShape(LayerDescription layer, int[] sizes) {}

    /** Reports all that is wrong and returns what the weight tensors must be, in order. */
    static List<WeightShape> check(NetworkDescription network, Problems problems) {
        NetworkCheck check = new NetworkCheck(network.input(), problems);
        Labels.check("network name", network.name(), network.where() + "/name", problems);
        check.limit(network.where() + "/input", "number of channels", check.channels, MAX_CHANNELS);
        check.limit(network.where() + "/input", "height", check.height, MAX_PICTURE_SIDE);
        check.limit(network.where() + "/input", "width", check.width, MAX_PICTURE_SIDE);
        check.activations(network.where() + "/input");
        network.layers().forEach(check::layer);
        check.output(network);
        return check.weights;
    }

    private void layer(LayerDescription layer) {
        Labels.check("layer name", layer.label(), layer.where(), problems);
        if (!labels.add(layer.label())) {
            problems.add(layer.where(), "a layer '" + layer.label() + "' is there already", "rename one of them");
        }
        switch (layer.kind()) {
            case CONV2D -> conv2d(layer);
            case DENSE -> dense(layer);
            case AVGPOOL, MAXPOOL -> pool(layer);
        }
        activations(layer.where());
    }

    private void conv2d(LayerDescription layer) {
        Window window = layer.window();
        padding(layer, window);
        groups(layer);
        int inputs = channels / layer.groups();
        weight(layer, layer.outChannels(), inputs, window.kernelHeight(), window.kernelWidth());
        slide(layer, window);
        channels = layer.outChannels();
    }

    private void dense(LayerDescription layer) {
        long inputs = (long) channels * height * width;
        weight(layer, layer.outChannels(), inputs > MAX_WEIGHTS ? 0 : (int) inputs);
        channels = layer.outChannels();
        height = 1;
        width = 1;
    }

    private void pool(LayerDescription layer) {
        slide(layer, layer.window());
    }

    /** A count of 0 is unknown. */
    private void groups(LayerDescription layer) {
        if (channels % layer.groups() != 0 || layer.outChannels() % layer.groups() != 0) {
            problems.add(
                    layer.where(),
                    "has " + layer.groups() + " groups, which do not divide its " + channels + " input and "
                            + layer.outChannels() + " output channels",
                    "give a number of groups that divides both");
        }
    }

    private void weight(LayerDescription layer, int... sizes) {
        weights.add(new WeightShape(layer, sizes));
        long count = 1;
        for (int size : sizes) {
            // Both factors are below 2^31; capped, so that the next product stays in 64 bits, too.
            count = Math.min(count * size, Integer.MAX_VALUE);
        }
        limit(layer.where(), "number of weights", count, MAX_WEIGHTS);
        limit(layer.where(), "number of output channels", sizes[0], MAX_CHANNELS);
    }

    private void padding(LayerDescription layer, Window window) {
        int y = Math.max(window.padTop(), window.padBottom());
        int x = Math.max(window.padLeft(), window.padRight());
        if (y >= window.kernelHeight() || x >= window.kernelWidth()) {
            problems.add(
                    layer.where(),
                    "pads " + y + " rows and " + x + " columns, the kernel of " + window.kernelHeight() + "x"
                            + window.kernelWidth() + " would lie in the padding alone",
                    "pad less than the kernel");
        }
    }

    /** Moves the window over the input; the result is the next shape. */
    private void slide(LayerDescription layer, Window window) {
        limit(layer.where(), "kernel side", Math.max(window.kernelHeight(), window.kernelWidth()), MAX_KERNEL);
        if (height == 0) {
            return;
        }
        int outHeight = window.outHeight(height);
        int outWidth = window.outWidth(width);
        if (outHeight < 1 || outWidth < 1) {
            problems.add(
                    layer.where(),
                    "a window of " + window.kernelHeight() + "x" + window.kernelWidth() + " does not fit into "
                            + (height + window.padTop() + window.padBottom()) + "x"
                            + (width + window.padLeft() + window.padRight()) + " (padding included)",
                    "make the kernel smaller, or take a layer before it away");
        }
        boolean fits = outHeight >= 1 && outWidth >= 1;
        height = fits ? outHeight : 0;
        width = fits ? outWidth : 0;
    }

    private void output(NetworkDescription network) {
        LayerDescription last = network.layers().get(network.layers().size() - 1);
        if (height > 1 || width > 1) {
            problems.add(
                    last.where(),
                    "the last layer gives " + channels + "x" + height + "x" + width
                            + ", but the output must be a vector (height 1, width 1)",
                    "end with a dense layer");
        }
        if (weights.isEmpty()) {
            problems.add(last.where(), "the network has no layer with weights", "add a conv2d or dense layer");
        }
    }

    private void activations(String where) {
        limit(where, "number of activations", (long) channels * height * width, MAX_ACTIVATIONS);
        if ((long) channels * height * width > MAX_ACTIVATIONS) {
            height = 0;
            width = 0;
        }
    }

    private void limit(String where, String what, long found, long limit) {
        if (found > limit) {
            problems.add(where, what + " is " + found + ", at most " + limit + " is supported", "make it smaller");
        }
    }
}
