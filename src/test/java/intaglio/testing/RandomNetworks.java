package intaglio.testing;

import intaglio.ir.Activation;
import intaglio.ir.Layer;
import intaglio.ir.Network;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks the hardware has to be able to compute: random sizes, kernels, strides, paddings and pools. */
public final class RandomNetworks {

    private final Random random;

    private RandomNetworks(long seed) {
        random = new Random(seed);
    }

    /** The network of a seed. */
    public static Network of(long seed) {
        return new RandomNetworks(seed).network();
    }

    private Network network() {
        Shape input = new Shape(between(1, 3), between(7, 19), between(7, 19));
        Shape shape = input;
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < between(0, 3) && Math.min(shape.height(), shape.width()) > 2; i++) {
            Layer conv = conv("conv" + i, shape);
            layers.add(conv);
            shape = conv.outputShape(shape);
            Layer.Pool2d pool = pool("pool" + i);
            if (random.nextBoolean() && shape.height() >= 3 && shape.width() >= 3) {
                layers.add(pool);
                shape = pool.outputShape(shape);
            }
        }
        int dense = between(1, 3);
        for (int i = 0; i < dense; i++) {
            layers.add(new Layer.Dense("dense" + i, between(1, 14), activation()));
        }
        return new Network("random", input, layers);
    }

    private Layer.Conv2d conv(String label, Shape shape) {
        int kernelHeight = between(1, Math.min(5, shape.height() - 1));
        int kernelWidth = between(1, Math.min(5, shape.width() - 1));
        Window window = new Window(kernelHeight, kernelWidth, between(1, 2), between(1, 2),
                random.nextInt(kernelHeight), random.nextInt(kernelWidth), random.nextInt(kernelHeight),
                random.nextInt(kernelWidth));
        return new Layer.Conv2d(label, between(1, 8), window, activation());
    }

    private Layer.Pool2d pool(String label) {
        if (random.nextBoolean()) {
            int height = between(1, 3);
            int width = between(1, 3);
            return new Layer.Pool2d(label, PoolKind.MAX, Window.of(height, width, height, width, 0, 0));
        }
        int height = between(1, 2);
        int width = between(1, 2);
        return new Layer.Pool2d(label, PoolKind.AVERAGE, Window.of(height, width, height, width, 0, 0));
    }

    private Activation activation() {
        return random.nextBoolean() ? Activation.RELU : Activation.NONE;
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }
}
