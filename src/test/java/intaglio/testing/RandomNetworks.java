package intaglio.testing;

import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks the hardware has to be able to compute: random sizes, kernels, strides, paddings, groups, pools. */
public final class RandomNetworks {

    private final Random random;

    private RandomNetworks(long seed) {
        random = new Random(seed);
    }

    /** The network of a seed: convolutions of one group, each with a small pool at most, then dense layers. */
    public static Network of(long seed) {
        return new RandomNetworks(seed).network();
    }

    /**
     * The network of a seed: convolutions of any groups and pools of any window in any order, then dense layers or the
     * pool of a whole plane.
     */
    public static Network mixed(long seed) {
        return new RandomNetworks(seed).mixedNetwork();
    }

    /** The network of a seed: convolutions with dilation and pools with padding on any side, then a dense layer. */
    public static Network windows(long seed) {
        return new RandomNetworks(seed).windowNetwork();
    }

    private Network windowNetwork() {
        Shape input = new Shape(between(1, 4), between(9, 19), between(9, 19));
        Shape shape = input;
        List<Layer> layers = new ArrayList<>();
        int count = between(2, 4);
        for (int i = 0; i < count && Math.min(shape.height(), shape.width()) > 2; i++) {
            Layer layer = i % 2 == 0 ? dilated(conv("conv" + i, shape), shape) : padded("pool" + i, shape);
            layers.add(layer);
            shape = layer.outputShape(List.of(shape));
        }
        layers.add(new Dense("dense", between(1, 14), activation()));
        return new Network("windows", input, layers);
    }

    /** With gaps, where the kernel then fits the input. */
    private Conv2d dilated(Conv2d conv, Shape shape) {
        Window window = conv.window().withDilation(between(1, 3), between(1, 3));
        boolean fits = window.outHeight(shape.height()) > 0 && window.outWidth(shape.width()) > 0;
        return new Conv2d(conv.label(), conv.outChannels(), fits ? window : conv.window(), activation());
    }

    private Pool2d padded(String label, Shape shape) {
        int height = between(1, Math.min(4, shape.height()));
        int width = between(1, Math.min(4, shape.width()));
        Window window = new Window(
                height,
                width,
                between(1, 3),
                between(1, 3),
                random.nextInt(height),
                random.nextInt(width),
                random.nextInt(height),
                random.nextInt(width));
        return new Pool2d(label, PoolKind.values()[random.nextInt(3)], window);
    }

    private Network mixedNetwork() {
        Shape input = new Shape(between(1, 6), between(7, 19), between(7, 19));
        Shape shape = input;
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < between(1, 4) && Math.min(shape.height(), shape.width()) > 2; i++) {
            Layer layer = random.nextInt(3) == 0 ? anyPool("pool" + i, shape) : grouped(conv("conv" + i, shape), shape);
            layers.add(layer);
            shape = layer.outputShape(List.of(shape));
        }
        boolean weighted = layers.stream().anyMatch(Weighted.class::isInstance);
        if (weighted && random.nextBoolean()) {
            PoolKind kind = PoolKind.values()[random.nextInt(2)];
            layers.add(new Pool2d("plane", kind, Window.of(shape.height(), shape.width(), 1, 1, 0, 0)));
        }
        if (!weighted
                || random.nextBoolean()
                || (shape.pixels() > 1
                        && !(last(layers) instanceof Pool2d pool && pool.label().equals("plane")))) {
            layers.add(new Dense("dense", between(1, 14), activation()));
        }
        return new Network("mixed", input, layers);
    }

    private static Layer last(List<Layer> layers) {
        return layers.get(layers.size() - 1);
    }

    /** The convolution, in two cases of three, with more groups and a number of outputs that they divide. */
    private Conv2d grouped(Conv2d conv, Shape shape) {
        int groups = between(1, shape.channels());
        if (random.nextInt(3) == 0 || shape.channels() % groups != 0) {
            groups = random.nextBoolean() ? shape.channels() : 1;
        }
        int outChannels = groups == 1 ? conv.outChannels() : groups * between(1, 3);
        return new Conv2d(conv.label(), outChannels, conv.window(), groups, conv.activation());
    }

    private Pool2d anyPool(String label, Shape shape) {
        int height = between(1, Math.min(4, shape.height()));
        int width = between(1, Math.min(4, shape.width()));
        Window window = Window.of(height, width, between(1, 3), between(1, 3), 0, 0);
        return new Pool2d(label, PoolKind.values()[random.nextInt(2)], window);
    }

    private Network network() {
        Shape input = new Shape(between(1, 3), between(7, 19), between(7, 19));
        Shape shape = input;
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < between(0, 3) && Math.min(shape.height(), shape.width()) > 2; i++) {
            Layer conv = conv("conv" + i, shape);
            layers.add(conv);
            shape = conv.outputShape(List.of(shape));
            Pool2d pool = pool("pool" + i);
            if (random.nextBoolean() && shape.height() >= 3 && shape.width() >= 3) {
                layers.add(pool);
                shape = pool.outputShape(List.of(shape));
            }
        }
        int dense = between(1, 3);
        for (int i = 0; i < dense; i++) {
            layers.add(new Dense("dense" + i, between(1, 14), activation()));
        }
        return new Network("random", input, layers);
    }

    private Conv2d conv(String label, Shape shape) {
        int kernelHeight = between(1, Math.min(5, shape.height() - 1));
        int kernelWidth = between(1, Math.min(5, shape.width() - 1));
        Window window = new Window(
                kernelHeight,
                kernelWidth,
                between(1, 2),
                between(1, 2),
                random.nextInt(kernelHeight),
                random.nextInt(kernelWidth),
                random.nextInt(kernelHeight),
                random.nextInt(kernelWidth));
        return new Conv2d(label, between(1, 8), window, activation());
    }

    private Pool2d pool(String label) {
        if (random.nextBoolean()) {
            int height = between(1, 3);
            int width = between(1, 3);
            return new Pool2d(label, PoolKind.MAX, Window.of(height, width, height, width, 0, 0));
        }
        int height = between(1, 2);
        int width = between(1, 2);
        return new Pool2d(label, PoolKind.AVERAGE, Window.of(height, width, height, width, 0, 0));
    }

    private Activation activation() {
        return random.nextBoolean() ? Activation.RELU : Activation.NONE;
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }
}
