package intaglio.testing;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks with random weights, for tests of the hardware: shapes on purpose not square, counts not alike. */
public final class HardwareModels {

    private HardwareModels() {}

    /** The article's network. */
    public static Network lenet() {
        Window pool = Window.of(2, 2, 2, 2, 0, 0);
        return new Network(
                "lenet",
                new Shape(1, 28, 28),
                List.of(
                        new Conv2d("c1", 6, Window.of(5, 5, 1, 1, 2, 2), Activation.RELU),
                        new Pool2d("s2", PoolKind.AVERAGE, pool),
                        new Conv2d("c3", 16, Window.of(5, 5, 1, 1, 0, 0), Activation.RELU),
                        new Pool2d("s4", PoolKind.AVERAGE, pool),
                        new Conv2d("c5", 120, Window.of(5, 5, 1, 1, 0, 0), Activation.NONE),
                        new Dense("f6", 84, Activation.NONE),
                        new Dense("output", 10, Activation.NONE)));
    }

    /** Odd sizes, a max pool of 1x2, a strided convolution without pool, three dense layers. */
    public static Network oblong() {
        return new Network(
                "oblong",
                new Shape(1, 20, 28),
                List.of(
                        new Conv2d("first", 5, Window.of(3, 5, 1, 1, 1, 2), Activation.RELU),
                        new Pool2d("halve", PoolKind.MAX, Window.of(2, 2, 2, 2, 0, 0)),
                        new Conv2d("second", 7, Window.of(3, 3, 1, 1, 0, 1), Activation.RELU),
                        new Pool2d("flat", PoolKind.AVERAGE, Window.of(1, 2, 1, 2, 0, 0)),
                        new Dense("d1", 23, Activation.RELU),
                        new Dense("d2", 11, Activation.NONE),
                        new Dense("d3", 4, Activation.NONE)));
    }

    /** Two input channels, strides, no pools, signed activations, asymmetric padding, one dense layer. */
    public static Network strided() {
        return new Network(
                "strided",
                new Shape(2, 17, 13),
                List.of(
                        new Conv2d("a", 3, new Window(4, 3, 2, 1, 1, 0, 2, 1), Activation.NONE),
                        new Conv2d("b", 5, new Window(3, 2, 1, 2, 2, 1, 0, 1), Activation.RELU),
                        new Conv2d("c", 4, Window.of(2, 3, 2, 2, 0, 0), Activation.NONE),
                        new Dense("logits", 6, Activation.NONE)));
    }

    /**
     * Depthwise and grouped convolutions, an overlapping pool, and at the end the mean of a plane whose area is no power
     * of two.
     */
    public static Network separable() {
        return new Network(
                "separable",
                new Shape(3, 13, 15),
                List.of(
                        new Conv2d("a", 6, new Window(3, 2, 2, 1, 1, 0, 1, 1), Activation.RELU),
                        new Conv2d("depth", 12, new Window(2, 3, 1, 1, 0, 1, 1, 0), 6, Activation.NONE),
                        new Conv2d("point", 10, Window.of(1, 1, 1, 1, 0, 0), Activation.RELU),
                        new Pool2d("over", PoolKind.MAX, Window.of(3, 2, 2, 1, 0, 0)),
                        new Conv2d("pairs", 8, Window.of(2, 3, 1, 2, 0, 0), 2, Activation.NONE),
                        new Pool2d("all", PoolKind.AVERAGE, Window.of(2, 6, 1, 1, 0, 0))));
    }

    /** Windows with gaps, of rows and columns alike or not, strides and padding; a pool with gaps. */
    public static Network dilated() {
        return new Network(
                "dilated",
                new Shape(2, 18, 23),
                List.of(
                        new Conv2d("a", 4, Window.of(3, 3, 1, 1, 2, 2).withDilation(2, 2), Activation.RELU),
                        new Conv2d("b", 6, new Window(3, 2, 2, 1, 1, 1, 2, 0).withDilation(3, 2), Activation.NONE),
                        new Pool2d(
                                "gaps",
                                PoolKind.MAX,
                                Window.of(2, 3, 1, 2, 0, 0).withDilation(3, 1)),
                        new Conv2d("c", 6, Window.of(2, 2, 1, 2, 0, 0).withDilation(1, 3), 3, Activation.NONE),
                        new Dense("logits", 5, Activation.NONE)));
    }

    /** Pools with padding, of each kind, the last two as rounding the number of windows up makes them. */
    public static Network padded() {
        return new Network(
                "padded",
                new Shape(2, 17, 22),
                List.of(
                        new Conv2d("a", 6, Window.of(3, 2, 1, 1, 0, 0), Activation.NONE),
                        new Pool2d("largest", PoolKind.MAX, Window.of(3, 3, 2, 2, 1, 1)),
                        new Conv2d("b", 4, Window.of(1, 1, 1, 1, 0, 0), Activation.RELU),
                        new Pool2d("whole", PoolKind.AVERAGE, new Window(3, 2, 1, 1, 1, 1, 1, 0)),
                        new Conv2d("c", 6, Window.of(2, 2, 1, 1, 0, 0), Activation.NONE),
                        new Pool2d("inside", PoolKind.AVERAGE_INSIDE, new Window(3, 3, 2, 2, 1, 0, 1, 2)),
                        new Pool2d("up", PoolKind.MAX, new Window(2, 2, 2, 2, 0, 0, 1, 1)),
                        new Dense("logits", 5, Activation.NONE)));
    }

    /**
     * The same networks with uint8 activations: zero points everywhere, one for each channel of the image, rounding half up, clamp; logits as they are.
     *
     * @param perChannel zero points and multipliers of the weights for each output channel, not for the tensor
     */
    public static IntegerModel uint8(Network network, long seed, boolean perChannel) {
        Random random = new Random(seed);
        Map<String, IntegerParameters> parameters = new HashMap<>();
        List<Shape> shapes = network.shapes().inOrder();
        List<Weighted> weighted = network.weightedLayers();
        Weighted lastWeighted = weighted.get(weighted.size() - 1);
        Map<String, Integer> padding = new HashMap<>();
        int[] zeroPoints = new int[network.input().channels()];
        Arrays.setAll(zeroPoints, channel -> (33 + 50 * channel) % 256);
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                int perOutput = layer.weightsPerChannel(shapes.get(i));
                int channels = perChannel ? layer.outChannels() : 1;
                boolean last = layer == lastWeighted;
                int outputZeroPoint = last ? 0 : random.nextInt(3) * 60;
                int shift = 16 + (32 - Integer.numberOfLeadingZeros(perOutput)) / 2;
                Requantize requantize = last
                        ? new Requantize(new long[] {1}, 0, Rounding.HALF_UP, 0, null)
                        : new Requantize(
                                random.longs(channels, 400, 1000).toArray(),
                                shift,
                                Rounding.HALF_UP,
                                outputZeroPoint,
                                new Interval(0, 255));
                parameters.put(
                        layer.label(),
                        new IntegerParameters(
                                random.ints((long) layer.outChannels() * perOutput, 0, 256)
                                        .toArray(),
                                random.ints(channels, 90, 160).toArray(),
                                zeroPoints,
                                random.longs(layer.outChannels(), -5000, 5000).toArray(),
                                requantize,
                                random.doubles(channels).toArray()));
                zeroPoints = new int[] {outputZeroPoint};
            } else if (network.layers().get(i) instanceof Pool2d pool && counts(pool)) {
                padding.put(pool.label(), zeroPoints[0]);
            }
        }
        return new IntegerModel(network, parameters, Map.of(), padding);
    }

    private static boolean counts(Pool2d pool) {
        return pool.kind() == PoolKind.AVERAGE && pool.window().isPadded();
    }

    /** Random uint8 weights, small biases and shifts that keep the widths moderate. */
    public static IntegerModel of(Network network, long seed) {
        Random random = new Random(seed);
        Map<String, Integer> padding = new HashMap<>();
        Map<String, IntegerParameters> parameters = new HashMap<>();
        List<Shape> shapes = network.shapes().inOrder();
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                int perChannel = layer.weightsPerChannel(shapes.get(i));
                int[] weights = random.ints((long) layer.outChannels() * perChannel, 0, 256)
                        .toArray();
                long[] bias = random.longs(layer.outChannels(), -3000, 3000).toArray();
                int shift = 6 + 32 - Integer.numberOfLeadingZeros(perChannel) + random.nextInt(3);
                Requantize requantize = new Requantize(1 + random.nextInt(30), Math.max(7, shift), Rounding.FLOOR);
                parameters.put(
                        layer.label(),
                        new IntegerParameters(weights, 100 + random.nextInt(50), bias, requantize, 0.01));
            } else if (network.layers().get(i) instanceof Pool2d pool && counts(pool)) {
                padding.put(pool.label(), 0);
            }
        }
        return new IntegerModel(network, parameters, Map.of(), padding);
    }
}
