package intaglio.testing;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small random networks with odd sizes, strides, paddings and roundings; the same seed gives the same network. */
public final class RandomModels {

    private static final int[][] POOLS = {{2, 2}, {1, 2}, {4, 1}, {2, 1}, {3, 2}, {3, 1}};

    private RandomModels() {}

    /** One to three convolutions and pools, then one to three dense layers. */
    public static IntegerModel of(long seed) {
        Random random = new Random(seed);
        Shape shape = new Shape(1 + random.nextInt(3), 7 + random.nextInt(8), 8 + random.nextInt(9));
        Shape input = shape;
        List<Layer> layers = new ArrayList<>();
        Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
        int windows = 1 + random.nextInt(3);
        for (int i = 0; i < windows; i++) {
            boolean roomForPool = shape.height() >= 4 && shape.width() >= 2;
            Layer layer = roomForPool && random.nextInt(3) == 0 ? pool("p" + i, random) : conv("c" + i, shape, random);
            layers.add(layer);
            add(layer, shape, parameters, random);
            shape = layer.outputShape(List.of(shape));
        }
        int denseLayers = 1 + random.nextInt(3);
        for (int i = 0; i < denseLayers; i++) {
            Layer layer = new Dense("d" + i, 1 + random.nextInt(11), activation(random));
            layers.add(layer);
            add(layer, shape, parameters, random);
            shape = layer.outputShape(List.of(shape));
        }
        return new IntegerModel(new Network("random", input, layers), parameters);
    }

    /** Fits every input: the paddings together are at least as large as the kernel less one. */
    private static Layer conv(String label, Shape input, Random random) {
        int kernelHeight = 1 + random.nextInt(3);
        int kernelWidth = 1 + random.nextInt(4);
        Window window = new Window(
                kernelHeight,
                kernelWidth,
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                2);
        int groups = random.nextInt(3) == 0 ? input.channels() : 1;
        int outChannels = groups * (1 + random.nextInt(groups == 1 ? 7 : 3));
        return new Conv2d(label, outChannels, window, groups, activation(random));
    }

    private static Layer pool(String label, Random random) {
        int[] kernel = POOLS[random.nextInt(POOLS.length)];
        PoolKind kind = PoolKind.values()[random.nextInt(2)];
        boolean overlapping = random.nextInt(4) == 0;
        int strideY = overlapping ? 1 : kernel[0];
        return new Pool2d(label, kind, Window.of(kernel[0], kernel[1], Math.min(strideY, 2), kernel[1], 0, 0));
    }

    private static Activation activation(Random random) {
        return Activation.Plain.values()[random.nextInt(2)];
    }

    private static void add(Layer layer, Shape input, Map<String, IntegerParameters> parameters, Random random) {
        if (!(layer instanceof Weighted weighted)) {
            return;
        }
        int[] weights = random.ints((long) weighted.outChannels() * weighted.weightsPerChannel(input), 0, 256)
                .toArray();
        long[] bias = random.longs(weighted.outChannels(), -30000, 30000).toArray();
        Rounding rounding = Rounding.values()[random.nextInt(4)];
        int shift = random.nextInt(8) == 0 ? 0 : 9 + random.nextInt(8);
        Requantize requantize = new Requantize(1 + random.nextInt(shift == 0 ? 1 : 255), shift, rounding);
        int zeroPoint = random.nextInt(256);
        parameters.put(layer.label(), new IntegerParameters(weights, zeroPoint, bias, requantize, random.nextDouble()));
    }
}
