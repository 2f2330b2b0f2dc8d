package intaglio.testing;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.Normalization;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Networks that fork and join: skips within skips, sums and joined channels of two or three inputs, the network's input
 * among them, pixel shuffle, dilated convolutions, padded pools. Odd sizes, not square.
 */
final class RandomGraphNetworks {

    private static final int MOST_CHANNELS = 12;
    private static final int MOST_ELEMENTS = 1500;

    private final Random random;
    private final boolean joinsImage;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    /** Labels of the tensors that hold values of the image. */
    private final Set<String> pixels = new HashSet<>(Set.of(Network.INPUT));

    private RandomGraphNetworks(long seed, boolean joinsImage) {
        random = new Random(seed);
        this.joinsImage = joinsImage;
    }

    /**
     * The same seed gives the same network.
     *
     * @param joinsImage whether channels of the image may stand beside channels of a layer, for which uint8 has no scale
     */
    static Network of(long seed, boolean joinsImage) {
        return new RandomGraphNetworks(seed, joinsImage).network();
    }

    private Network network() {
        Shape input = new Shape(between(1, 4), between(5, 12), between(5, 12));
        shapes.put(Network.INPUT, input);
        String tensor = Network.INPUT;
        int blocks = between(2, 4);
        for (int block = 0; block < blocks; block++) {
            tensor = block(tensor);
        }
        boolean classes = random.nextInt(3) > 0;
        if (classes) {
            tensor = add(new Dense(label("dense"), between(2, 9), activation()), tensor);
        }
        OutputKind kind = shapes.get(tensor).pixels() == 1 ? OutputKind.LOGITS : OutputKind.VALUES;
        return new Network("graph", input, Normalization.NONE, List.of(), nodes, kind);
    }

    private String block(String tensor) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> residual(tensor, 0);
            case 2 -> inception(tensor);
            case 3 -> shuffle(tensor);
            case 4 -> pool(tensor);
            default -> convolution(tensor);
        };
    }

    /** A sum of the tensor and of one or two branches of its shape. */
    private String residual(String tensor, int depth) {
        List<String> inputs = new ArrayList<>(List.of(tensor));
        int branches = between(1, 2);
        for (int branch = 0; branch < branches; branch++) {
            inputs.add(random.nextInt(inputs.size() + 1), branch(tensor, depth));
        }
        return add(new Add(label("add"), activation()), inputs.toArray(String[]::new));
    }

    private String branch(String tensor, int depth) {
        String end = sameShape(tensor);
        if (depth < 2 && random.nextInt(3) == 0) {
            end = residual(end, depth + 1);
        }
        return random.nextBoolean() ? sameShape(end) : end;
    }

    /** Channels of two or three branches over one tensor, or of the tensor itself and of branches. */
    private String inception(String tensor) {
        List<String> inputs = new ArrayList<>();
        boolean handsOn = shapes.get(tensor).channels() < 5 && (joinsImage || !pixels.contains(tensor));
        if (handsOn && random.nextBoolean()) {
            inputs.add(tensor);
        }
        int all = between(2, 3);
        while (inputs.size() < all) {
            boolean pooled = handsOn && random.nextInt(3) == 0;
            inputs.add(random.nextInt(inputs.size() + 1), pooled ? samePlane(tensor) : projection(tensor));
        }
        return add(new Concat(label("concat")), inputs.toArray(String[]::new));
    }

    private String projection(String tensor) {
        return add(new Conv2d(label("conv"), between(1, 4), keeping(shapes.get(tensor)), activation()), tensor);
    }

    private String sameShape(String tensor) {
        Shape shape = shapes.get(tensor);
        int groups = random.nextInt(3) == 0 ? shape.channels() : 1;
        return add(new Conv2d(label("conv"), shape.channels(), keeping(shape), groups, activation()), tensor);
    }

    /** A pool of any kind that keeps the plane. */
    private String samePlane(String tensor) {
        return add(new Pool2d(label("pool"), kind(), keeping(shapes.get(tensor))), tensor);
    }

    /** A window of stride 1 whose output has the rows and columns of its input; padding differs from side to side. */
    private Window keeping(Shape shape) {
        int dilationY = between(1, 2);
        int dilationX = between(1, 3);
        int height = between(1, Math.min(3, (shape.height() - 1) / dilationY + 1));
        int width = between(1, Math.min(4, (shape.width() - 1) / dilationX + 1));
        int rows = (height - 1) * dilationY;
        int columns = (width - 1) * dilationX;
        int top = random.nextInt(rows + 1);
        int left = random.nextInt(columns + 1);
        Window window = new Window(height, width, 1, 1, top, left, rows - top, columns - left, dilationY, dilationX);
        return seesInput(window, shape) ? window : Window.of(1, 1, 1, 1, 0, 0);
    }

    private String shuffle(String tensor) {
        int block = between(2, 3);
        Shape shape = shapes.get(tensor);
        int channels = between(1, 2);
        if ((long) shape.pixels() * block * block * channels > MOST_ELEMENTS) {
            return convolution(tensor);
        }
        Layer conv = new Conv2d(label("conv"), channels * block * block, keeping(shape), activation());
        DepthToSpace.Order order = DepthToSpace.Order.values()[random.nextInt(2)];
        return add(new DepthToSpace(label("shuffle"), block, order), add(conv, tensor));
    }

    private String pool(String tensor) {
        return add(new Pool2d(label("pool"), kind(), moving(shapes.get(tensor))), tensor);
    }

    private String convolution(String tensor) {
        Shape shape = shapes.get(tensor);
        int groups = random.nextInt(4) == 0 ? shape.channels() : 1;
        int outChannels = groups == 1 ? between(1, 7) : groups * between(1, Math.max(1, MOST_CHANNELS / groups));
        return add(new Conv2d(label("conv"), outChannels, moving(shape), groups, activation()), tensor);
    }

    /** A window of any stride that fits the input, with less padding on each side than it has rows or columns. */
    private Window moving(Shape shape) {
        for (int attempt = 0; attempt < 20; attempt++) {
            Window even = Window.of(between(1, 3), between(1, 4), between(1, 2), between(1, 3), 0, 0)
                    .withDilation(between(1, 3), between(1, 2));
            Window window = new Window(
                    even.kernelHeight(),
                    even.kernelWidth(),
                    even.strideY(),
                    even.strideX(),
                    random.nextInt(even.height()),
                    random.nextInt(even.width()),
                    random.nextInt(even.height()),
                    random.nextInt(even.width()),
                    even.dilationY(),
                    even.dilationX());
            if (window.outHeight(shape.height()) > 0
                    && window.outWidth(shape.width()) > 0
                    && seesInput(window, shape)) {
                return window;
            }
        }
        return Window.of(1, 1, 1, 1, 0, 0);
    }

    /** Whether no position of the window lies in the padding alone: such a pool has nothing to compare. */
    private static boolean seesInput(Window window, Shape shape) {
        boolean rows = IntStream.range(0, window.outHeight(shape.height()))
                .allMatch(y -> IntStream.range(0, window.kernelHeight())
                        .map(tap -> y * window.strideY() - window.padTop() + tap * window.dilationY())
                        .anyMatch(row -> 0 <= row && row < shape.height()));
        boolean columns = IntStream.range(0, window.outWidth(shape.width()))
                .allMatch(x -> IntStream.range(0, window.kernelWidth())
                        .map(tap -> x * window.strideX() - window.padLeft() + tap * window.dilationX())
                        .anyMatch(column -> 0 <= column && column < shape.width()));
        return rows && columns;
    }

    private String add(Layer layer, String... inputs) {
        Node node = new Node(layer, List.of(inputs));
        nodes.add(node);
        shapes.put(
                layer.label(),
                layer.outputShape(node.inputs().stream().map(shapes::get).toList()));
        if (!layer.hasOwnScale() && node.inputs().stream().anyMatch(pixels::contains)) {
            pixels.add(layer.label());
        }
        return layer.label();
    }

    private String label(String kind) {
        return kind + shapes.size();
    }

    private PoolKind kind() {
        return PoolKind.values()[random.nextInt(3)];
    }

    private Activation activation() {
        return random.nextBoolean() ? Activation.RELU : Activation.NONE;
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }
}
