package intaglio.testing;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Weighted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The networks of {@link RandomModels} with uint8 activations: zero points of inputs, outputs and weights, per tensor or
 * per output channel, a clamp of 0..255 or a narrower one, int32 logits at the end.
 */
public final class RandomUint8Models {

    private RandomUint8Models() {}

    /** The same seed gives the same network. */
    public static IntegerModel of(long seed) {
        Network network = RandomModels.of(seed).network();
        Random random = new Random(seed * 31 + 7);
        Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
        List<Shape> shapes = network.shapes().inOrder();
        int last = network.layers().size() - 1;
        int[] inputZeroPoints = imageZeroPoints(network.input().channels(), random);
        for (int i = 0; i <= last; i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                IntegerParameters made = parameters(layer, shapes.get(i), inputZeroPoints, i == last, random);
                parameters.put(layer.label(), made);
                inputZeroPoints = new int[] {made.requantize().zeroPoint()};
            }
        }
        return new IntegerModel(network, parameters);
    }

    /** 0, one for the whole image, or one for each of its channels. */
    private static int[] imageZeroPoints(int channels, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new int[] {0};
            case 1 -> new int[] {random.nextInt(256)};
            default -> random.ints(channels, 0, 256).toArray();
        };
    }

    private static IntegerParameters parameters(
            Weighted layer, Shape input, int[] inputZeroPoints, boolean isLast, Random random) {
        int channels = layer.outChannels();
        int perChannel = layer.weightsPerChannel(input);
        int bits = 2 + random.nextInt(7);
        int[] weights = random.ints((long) channels * perChannel, 0, 1 << bits).toArray();
        int zeroPoints = random.nextBoolean() ? 1 : channels;
        return new IntegerParameters(
                weights,
                random.ints(zeroPoints, 0, 1 << bits).toArray(),
                inputZeroPoints,
                random.longs(channels, -20000, 20000).toArray(),
                isLast ? new Requantize(1, 0, Rounding.HALF_UP) : requantize(channels, bits, perChannel, random),
                random.doubles(zeroPoints, 1e-4, 1).toArray());
    }

    /** A scale at which the outputs fill the range and some of them are clamped. */
    private static Requantize requantize(int channels, int bits, int perChannel, Random random) {
        int zeroPoint = random.nextInt(3) == 0 ? 0 : random.nextInt(256);
        Interval clamp =
                random.nextInt(4) == 0 ? new Interval(zeroPoint / 2, (zeroPoint + 255) / 2) : new Interval(0, 255);
        int multipliers = random.nextBoolean() ? 1 : channels;
        int shift = 7 + bits + (31 - Integer.numberOfLeadingZeros(perChannel)) / 2;
        Rounding rounding = Rounding.values()[random.nextInt(4)];
        return new Requantize(random.longs(multipliers, 40, 256).toArray(), shift, rounding, zeroPoint, clamp);
    }
}
