package intaglio.testing;

import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random networks that fork and join, with random integers: small, of odd sizes. The same seed gives the same model. See
 * {@link #network} for what is in them.
 */
public final class RandomGraphs {

    private final Network network;
    private final Shapes shapes;
    private final Random random;
    private final Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
    private final Map<String, SumParameters> sums = new LinkedHashMap<>();
    private final Map<String, Integer> padding = new LinkedHashMap<>();

    private RandomGraphs(long seed) {
        this(network(seed), seed);
    }

    private RandomGraphs(Network network, long seed) {
        this.network = network;
        shapes = network.shapes();
        random = new Random(seed * 41 + 11);
    }

    /**
     * Two to four blocks one after the other, each a skip (with skips in it), branches whose channels are joined, a
     * convolution with a pixel shuffle, a pool, or a convolution; behind them a dense layer or none.
     */
    public static Network network(long seed) {
        return RandomGraphNetworks.of(seed, true);
    }

    /** The network of a seed with real weights, of a size at which the outputs neither vanish nor grow. */
    public static FloatModel floats(long seed) {
        return RandomFloatModels.of(network(seed), seed * 19 + 3, 1.5);
    }

    /** A network of a seed that both quantizers take: it puts no channel of the image beside one of a layer. */
    public static FloatModel quantizable(long seed) {
        return RandomFloatModels.of(RandomGraphNetworks.of(seed, false), seed * 19 + 3, 1.5);
    }

    /** The network of a seed in the {@code wide} arithmetic: zero points of weights only, no clamp, plain sums. */
    public static IntegerModel wide(long seed) {
        return new RandomGraphs(seed).wide();
    }

    /**
     * The network of a seed with uint8 activations: zero points everywhere, per tensor or per output channel, clamps,
     * sums with a multiplier for each input; a weighted layer at the end gives int32.
     */
    public static IntegerModel uint8(long seed) {
        return new RandomGraphs(seed).uint8();
    }

    /** A network with random integers in the {@code wide} arithmetic. */
    public static IntegerModel wide(Network network, long seed) {
        return new RandomGraphs(network, seed).wide();
    }

    /** A network with random integers and uint8 activations. */
    public static IntegerModel uint8(Network network, long seed) {
        return new RandomGraphs(network, seed).uint8();
    }

    private IntegerModel wide() {
        for (Node node : network.nodes()) {
            node.layer().weighted().ifPresent(layer -> {
                int perChannel = layer.weightsPerChannel(shapes.input(node));
                int shift = 6 + bits(perChannel) + random.nextInt(3);
                Requantize requantize = new Requantize(1 + random.nextInt(30), shift, rounding());
                int[] weights = weights(layer, perChannel, 256);
                long[] bias = random.longs(layer.outChannels(), -3000, 3000).toArray();
                parameters.put(
                        node.label(), new IntegerParameters(weights, 100 + random.nextInt(50), bias, requantize, 0.01));
            });
            node.layer()
                    .sum()
                    .ifPresent(sum -> sums.put(
                            node.label(), SumParameters.plain(node.inputs().size())));
            putPadding(node, 0);
        }
        return new IntegerModel(network, parameters, sums, padding);
    }

    private IntegerModel uint8() {
        ZeroPoints zeroPoints = new ZeroPoints(network, random);
        for (Node node : network.nodes()) {
            boolean isLast = node.equals(network.last());
            int[] input = zeroPoints.of(node.inputs().get(0));
            int output = zeroPoints.of(node.label())[0];
            node.layer()
                    .weighted()
                    .ifPresent(layer ->
                            parameters.put(node.label(), weighted(layer, shapes.input(node), input, output, isLast)));
            node.layer().sum().ifPresent(sum -> sums.put(node.label(), sum(node, zeroPoints)));
            putPadding(node, output);
        }
        return new IntegerModel(network, parameters, sums, padding);
    }

    private void putPadding(Node node, int value) {
        if (node.layer() instanceof Pool2d pool && pool.countsPadding()) {
            padding.put(node.label(), value);
        }
    }

    private IntegerParameters weighted(Weighted layer, Shape input, int[] zeroPoints, int output, boolean isLast) {
        int perChannel = layer.weightsPerChannel(input);
        int channels = random.nextBoolean() ? 1 : layer.outChannels();
        int weightBits = 2 + random.nextInt(7);
        int shift = 7 + weightBits + bits(perChannel) / 2;
        Requantize requantize = isLast
                ? new Requantize(1, 0, Rounding.HALF_UP)
                : new Requantize(
                        random.longs(random.nextBoolean() ? 1 : layer.outChannels(), 40, 256)
                                .toArray(),
                        shift,
                        rounding(),
                        output,
                        clamp(output));
        return new IntegerParameters(
                weights(layer, perChannel, 1 << weightBits),
                random.ints(channels, 0, 1 << weightBits).toArray(),
                zeroPoints,
                random.longs(layer.outChannels(), -20000, 20000).toArray(),
                requantize,
                random.doubles(channels, 1e-4, 1).toArray());
    }

    private SumParameters sum(Node node, ZeroPoints zeroPoints) {
        int output = zeroPoints.of(node.label())[0];
        int shift = 4 + random.nextInt(10);
        long[] multipliers = random.longs(node.inputs().size(), 1L << (shift - 2), 2L << shift)
                .toArray();
        int[] inputs = node.inputs().stream()
                .mapToInt(label -> zeroPoints.of(label)[0])
                .toArray();
        Requantize requantize = new Requantize(new long[] {1}, shift, rounding(), output, clamp(output));
        return new SumParameters(multipliers, inputs, requantize, Optional.empty());
    }

    /** All bytes, or about half of them around the zero point. */
    private Interval clamp(int zeroPoint) {
        return random.nextInt(4) == 0
                ? new Interval(zeroPoint / 2, (zeroPoint + 255) / 2)
                : new Interval(0, IntegerModel.INPUT_MAX);
    }

    private int[] weights(Weighted layer, int perChannel, int limit) {
        return random.ints((long) layer.outChannels() * perChannel, 0, limit).toArray();
    }

    private Rounding rounding() {
        return Rounding.values()[random.nextInt(4)];
    }

    private static int bits(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    /** One zero point for all tensors between which values only move. */
    private static final class ZeroPoints {

        private final Map<String, Integer> group = new LinkedHashMap<>();
        private final Map<Integer, int[]> byGroup = new LinkedHashMap<>();

        ZeroPoints(Network network, Random random) {
            group.put(Network.INPUT, 0);
            for (Node node : network.nodes()) {
                group.put(node.label(), group.size());
                if (!node.layer().hasOwnScale()) {
                    node.inputs().forEach(input -> join(group.get(input), group.get(node.label())));
                }
            }
            group.values().forEach(number -> byGroup.put(number, new int[] {random.nextInt(256)}));
            boolean readByWeights = network.readers(Network.INPUT).stream()
                    .allMatch(node -> node.layer().weighted().isPresent());
            if (readByWeights && random.nextBoolean()) {
                int[] channels = IntStream.range(0, network.input().channels())
                        .map(channel -> random.nextInt(256))
                        .toArray();
                byGroup.put(group.get(Network.INPUT), channels);
            }
            if (network.last().layer().weighted().isPresent()) {
                byGroup.put(group.get(network.last().label()), new int[] {0});
            }
        }

        private void join(int one, int other) {
            group.replaceAll((label, number) -> number == one ? other : number);
        }

        /** One for the tensor, or one for each channel. */
        int[] of(String label) {
            return Arrays.copyOf(byGroup.get(group.get(label)), byGroup.get(group.get(label)).length);
        }
    }
}
