package intaglio.golden;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network once more in unbounded integers, from the definition in NUMERICS: it scatters each input into the outputs
 * it takes part in, where the compiler's models gather, and shares no arithmetic with them.
 */
final class BigIntegerModel {

    /** Values of one layer, [channel][row][column]; accumulator and requantized are null for pools. */
    record Values(BigInteger[][][] accumulator, BigInteger[][][] requantized, BigInteger[][][] output) {}

    private BigIntegerModel() {}

    static Map<String, Values> run(IntegerModel model, byte[] pixels, int offset) {
        Shape input = model.network().input();
        BigInteger[][][] values = new BigInteger[input.channels()][input.height()][input.width()];
        int next = offset;
        for (BigInteger[][] channel : values) {
            for (BigInteger[] row : channel) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = new BigInteger(1, new byte[] {pixels[next++]});
                }
            }
        }
        Map<String, BigInteger[][][]> tensors = new HashMap<>(Map.of(Network.INPUT, values));
        Map<String, Values> layers = new LinkedHashMap<>();
        for (Node node : model.network().nodes()) {
            Kinds kinds =
                    new Kinds(model, node.inputs().stream().map(tensors::get).toList());
            Values found = node.layer().match(kinds);
            layers.put(node.label(), found);
            tensors.put(node.label(), found.output());
        }
        return layers;
    }

    /** One layer. */
    private record Kinds(IntegerModel model, List<BigInteger[][][]> inputs) implements LayerCases<Values> {

        @Override
        public Values conv2d(Conv2d layer) {
            IntegerParameters parameters = model.parameters(layer);
            return activated(
                    layer.activation(),
                    parameters.requantize(),
                    parameters.table(),
                    convolution(layer, parameters, inputs.get(0)));
        }

        @Override
        public Values dense(Dense layer) {
            IntegerParameters parameters = model.parameters(layer);
            return activated(
                    layer.activation(),
                    parameters.requantize(),
                    parameters.table(),
                    BigIntegerModel.dense(layer.outChannels(), parameters, inputs.get(0)));
        }

        @Override
        public Values add(Add layer) {
            SumParameters parameters = model.sums().get(layer.label());
            return activated(layer.activation(), parameters.requantize(), parameters.table(), sum(parameters, inputs));
        }

        @Override
        public Values pool2d(Pool2d layer) {
            BigInteger zero = BigInteger.valueOf(model.padding().getOrDefault(layer.label(), 0));
            return new Values(null, null, pool(layer, zero, inputs.get(0)));
        }

        @Override
        public Values concat(Concat layer) {
            return new Values(
                    null, null, inputs.stream().flatMap(Arrays::stream).toArray(BigInteger[][][]::new));
        }

        @Override
        public Values depthToSpace(DepthToSpace layer) {
            return new Values(null, null, spread(layer, inputs.get(0)));
        }
    }

    private static Values activated(
            Activation activation, Requantize requantize, Optional<LookupTable> table, BigInteger[][][] accumulator) {
        BigInteger zero = BigInteger.valueOf(requantize.zeroPoint());
        BigInteger[][][] requantized = new BigInteger[accumulator.length][][];
        BigInteger[][][] output = new BigInteger[accumulator.length][][];
        for (int c = 0; c < accumulator.length; c++) {
            requantized[c] = new BigInteger[accumulator[c].length][accumulator[c][0].length];
            output[c] = new BigInteger[accumulator[c].length][accumulator[c][0].length];
            for (int y = 0; y < accumulator[c].length; y++) {
                for (int x = 0; x < accumulator[c][y].length; x++) {
                    BigInteger value = requantized(requantize, c, accumulator[c][y][x]);
                    boolean cut = activation == Activation.RELU && value.compareTo(zero) < 0;
                    requantized[c][y][x] = value;
                    output[c][y][x] = table.isPresent()
                            ? BigInteger.valueOf(table.get().outputs()[value.intValueExact()])
                            : cut ? zero : value;
                }
            }
        }
        return new Values(accumulator, requantized, output);
    }

    /** One input after the other is added to planes of zeros. */
    private static BigInteger[][][] sum(SumParameters parameters, List<BigInteger[][][]> inputs) {
        BigInteger[][][] first = inputs.get(0);
        BigInteger[][][] sums = new BigInteger[first.length][first[0].length][first[0][0].length];
        for (BigInteger[][] plane : sums) {
            for (BigInteger[] row : plane) {
                Arrays.fill(row, BigInteger.ZERO);
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            BigInteger multiplier = BigInteger.valueOf(parameters.multipliers()[i]);
            BigInteger zero = BigInteger.valueOf(parameters.inputZeroPoints()[i]);
            for (int c = 0; c < sums.length; c++) {
                for (int y = 0; y < sums[c].length; y++) {
                    for (int x = 0; x < sums[c][y].length; x++) {
                        BigInteger term = inputs.get(i)[c][y][x].subtract(zero).multiply(multiplier);
                        sums[c][y][x] = sums[c][y][x].add(term);
                    }
                }
            }
        }
        return sums;
    }

    /** Each input channel is spread over the output. ONNX: CRD is reshape C,b,b and DCR is reshape b,b,C. */
    private static BigInteger[][][] spread(DepthToSpace layer, BigInteger[][][] input) {
        int b = layer.block();
        int channels = input.length / (b * b);
        BigInteger[][][] output = new BigInteger[channels][input[0].length * b][input[0][0].length * b];
        for (int from = 0; from < input.length; from++) {
            boolean columnsRunFirst = layer.order() == DepthToSpace.Order.CRD;
            int channel = columnsRunFirst ? from / (b * b) : from % channels;
            int place = columnsRunFirst ? from % (b * b) : from / channels;
            for (int y = 0; y < input[from].length; y++) {
                for (int x = 0; x < input[from][y].length; x++) {
                    output[channel][y * b + place / b][x * b + place % b] = input[from][y][x];
                }
            }
        }
        return output;
    }

    private static BigInteger requantized(Requantize requantize, int channel, BigInteger accumulator) {
        long[] multipliers = requantize.multipliers();
        BigInteger multiplier = BigInteger.valueOf(multipliers[multipliers.length == 1 ? 0 : channel]);
        BigInteger divisor = BigInteger.TWO.pow(requantize.shift());
        BigInteger value = rounded(accumulator.multiply(multiplier), divisor, requantize.rounding())
                .add(BigInteger.valueOf(requantize.zeroPoint()));
        if (requantize.clamp() == null) {
            return value;
        }
        BigInteger notTooSmall = value.max(BigInteger.valueOf(requantize.clamp().low()));
        return notTooSmall.min(BigInteger.valueOf(requantize.clamp().high()));
    }

    private static BigInteger mean(BigInteger sum, BigInteger count) {
        return new BigDecimal(sum)
                .divide(new BigDecimal(count), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    static BigInteger rounded(BigInteger value, BigInteger divisor, Rounding rounding) {
        BigDecimal exact = new BigDecimal(value).divide(new BigDecimal(divisor));
        return switch (rounding) {
            case FLOOR -> exact.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            case HALF_UP ->
                exact.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            case HALF_EVEN -> exact.setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact();
            case HALF_AWAY -> exact.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
        };
    }

    private static BigInteger[][][] convolution(Conv2d conv, IntegerParameters parameters, BigInteger[][][] input) {
        Window window = conv.window();
        int kernelHeight = window.kernelHeight();
        int kernelWidth = window.kernelWidth();
        int paddedHeight = input[0].length + window.padTop() + window.padBottom();
        int paddedWidth = input[0][0].length + window.padLeft() + window.padRight();
        int height = (paddedHeight - (kernelHeight - 1) * window.dilationY() - 1) / window.strideY() + 1;
        int width = (paddedWidth - (kernelWidth - 1) * window.dilationX() - 1) / window.strideX() + 1;
        BigInteger[][][] sums = biases(parameters, height, width);
        int groupInputs = input.length / conv.groups();
        for (int o = 0; o < sums.length; o++) {
            int group = o / (sums.length / conv.groups());
            for (int i = 0; i < groupInputs; i++) {
                for (int ky = 0; ky < kernelHeight; ky++) {
                    for (int kx = 0; kx < kernelWidth; kx++) {
                        int flat = ((o * groupInputs + i) * kernelHeight + ky) * kernelWidth + kx;
                        BigInteger weight = effective(parameters, o, flat);
                        scatter(
                                window,
                                real(parameters, group * groupInputs + i, input[group * groupInputs + i]),
                                ky * window.dilationY(),
                                kx * window.dilationX(),
                                weight,
                                sums[o]);
                    }
                }
            }
        }
        return sums;
    }

    private static void scatter(
            Window window, BigInteger[][] input, int ky, int kx, BigInteger weight, BigInteger[][] sums) {
        for (int inY = 0; inY < input.length; inY++) {
            int fromTop = inY + window.padTop() - ky;
            if (fromTop < 0 || fromTop % window.strideY() != 0 || fromTop / window.strideY() >= sums.length) {
                continue;
            }
            for (int inX = 0; inX < input[inY].length; inX++) {
                int fromLeft = inX + window.padLeft() - kx;
                if (fromLeft >= 0 && fromLeft % window.strideX() == 0 && fromLeft / window.strideX() < sums[0].length) {
                    int y = fromTop / window.strideY();
                    int x = fromLeft / window.strideX();
                    sums[y][x] = sums[y][x].add(weight.multiply(input[inY][inX]));
                }
            }
        }
    }

    private static BigInteger[][][] dense(int outFeatures, IntegerParameters parameters, BigInteger[][][] input) {
        BigInteger[][][] sums = biases(parameters, 1, 1);
        int flat = 0;
        for (int o = 0; o < outFeatures; o++) {
            for (int channel = 0; channel < input.length; channel++) {
                for (BigInteger[] row : real(parameters, channel, input[channel])) {
                    for (BigInteger value : row) {
                        sums[o][0][0] = sums[o][0][0].add(
                                effective(parameters, o, flat++).multiply(value));
                    }
                }
            }
        }
        return sums;
    }

    private static BigInteger[][][] biases(IntegerParameters parameters, int height, int width) {
        BigInteger[][][] sums = new BigInteger[parameters.bias().length][height][width];
        for (int o = 0; o < sums.length; o++) {
            for (BigInteger[] row : sums[o]) {
                Arrays.fill(row, BigInteger.valueOf(parameters.bias()[o]));
            }
        }
        return sums;
    }

    private static BigInteger effective(IntegerParameters parameters, int outChannel, int flat) {
        int[] zeroPoints = parameters.weightZeroPoints();
        int zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : outChannel];
        return BigInteger.valueOf(parameters.weights()[flat]).subtract(BigInteger.valueOf(zeroPoint));
    }

    /** Inputs in units of their real values: less their zero point. */
    private static BigInteger[][] real(IntegerParameters parameters, int channel, BigInteger[][] plane) {
        int[] zeroPoints = parameters.inputZeroPoints();
        BigInteger zero = BigInteger.valueOf(zeroPoints[zeroPoints.length == 1 ? 0 : channel]);
        return Arrays.stream(plane)
                .map(row ->
                        Arrays.stream(row).map(value -> value.subtract(zero)).toArray(BigInteger[]::new))
                .toArray(BigInteger[][]::new);
    }

    /** The windows of planes with a border; null in the border. */
    private static BigInteger[][][] pool(Pool2d pool, BigInteger zero, BigInteger[][][] input) {
        Window window = pool.window();
        BigInteger[][][] output = new BigInteger[input.length][][];
        for (int c = 0; c < input.length; c++) {
            BigInteger[][] bordered = bordered(window, input[c]);
            int rows = (window.kernelHeight() - 1) * window.dilationY() + 1;
            int columns = (window.kernelWidth() - 1) * window.dilationX() + 1;
            int height = (bordered.length - rows) / window.strideY() + 1;
            int width = (bordered[0].length - columns) / window.strideX() + 1;
            output[c] = new BigInteger[height][width];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    output[c][y][x] = pooled(pool, zero, bordered, y * window.strideY(), x * window.strideX());
                }
            }
        }
        return output;
    }

    private static BigInteger[][] bordered(Window window, BigInteger[][] plane) {
        int height = window.padTop() + plane.length + window.padBottom();
        int width = window.padLeft() + plane[0].length + window.padRight();
        BigInteger[][] bordered = new BigInteger[height][width];
        for (int y = 0; y < plane.length; y++) {
            System.arraycopy(plane[y], 0, bordered[y + window.padTop()], window.padLeft(), plane[y].length);
        }
        return bordered;
    }

    private static BigInteger pooled(Pool2d pool, BigInteger zero, BigInteger[][] bordered, int top, int left) {
        Window window = pool.window();
        List<BigInteger> seen = new ArrayList<>();
        for (int ky = 0; ky < window.kernelHeight(); ky++) {
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
                BigInteger value = bordered[top + ky * window.dilationY()][left + kx * window.dilationX()];
                if (value != null) {
                    seen.add(value);
                } else if (pool.kind() == PoolKind.AVERAGE) {
                    seen.add(zero);
                }
            }
        }
        return pool.kind() == PoolKind.MAX
                ? Collections.max(seen)
                : mean(seen.stream().reduce(BigInteger::add).orElseThrow(), BigInteger.valueOf(seen.size()));
    }
}
