package intaglio.golden;

import intaglio.graph.IntegerModel;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
        Map<String, Values> layers = new LinkedHashMap<>();
        for (Layer layer : model.network().layers()) {
            Values found = layer instanceof Pool2d pool
                    ? new Values(null, null, pool(pool, values))
                    : weighted((Weighted) layer, model.parameters().get(layer.label()), values);
            layers.put(layer.label(), found);
            values = found.output();
        }
        return layers;
    }

    private static Values weighted(Weighted layer, IntegerParameters parameters, BigInteger[][][] input) {
        BigInteger[][][] accumulator = layer instanceof Conv2d conv
                ? convolution(conv, parameters, input)
                : dense(layer.outChannels(), parameters, input);
        BigInteger[][][] requantized = new BigInteger[accumulator.length][][];
        BigInteger[][][] output = new BigInteger[accumulator.length][][];
        for (int c = 0; c < accumulator.length; c++) {
            requantized[c] = new BigInteger[accumulator[c].length][accumulator[c][0].length];
            output[c] = new BigInteger[accumulator[c].length][accumulator[c][0].length];
            for (int y = 0; y < accumulator[c].length; y++) {
                for (int x = 0; x < accumulator[c][y].length; x++) {
                    BigInteger value = requantized(parameters.requantize(), c, accumulator[c][y][x]);
                    BigInteger zero = BigInteger.valueOf(parameters.requantize().zeroPoint());
                    boolean cut = layer.activation() == Activation.RELU && value.compareTo(zero) < 0;
                    requantized[c][y][x] = value;
                    output[c][y][x] = parameters.table().isPresent()
                            ? BigInteger.valueOf(parameters.table().get().outputs()[value.intValueExact()])
                            : cut ? zero : value;
                }
            }
        }
        return new Values(accumulator, requantized, output);
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
        int height = (paddedHeight - kernelHeight) / window.strideY() + 1;
        int width = (paddedWidth - kernelWidth) / window.strideX() + 1;
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
                                ky,
                                kx,
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

    private static BigInteger[][][] pool(Pool2d pool, BigInteger[][][] input) {
        Window window = pool.window();
        int height = (input[0].length - window.kernelHeight()) / window.strideY() + 1;
        int width = (input[0][0].length - window.kernelWidth()) / window.strideX() + 1;
        BigInteger[][][] output = new BigInteger[input.length][height][width];
        for (int c = 0; c < input.length; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    output[c][y][x] = pooled(pool, input[c], y * window.strideY(), x * window.strideX());
                }
            }
        }
        return output;
    }

    private static BigInteger pooled(Pool2d pool, BigInteger[][] input, int top, int left) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger largest = input[top][left];
        for (int y = top; y < top + pool.window().kernelHeight(); y++) {
            for (int x = left; x < left + pool.window().kernelWidth(); x++) {
                sum = sum.add(input[y][x]);
                largest = largest.max(input[y][x]);
            }
        }
        BigInteger area = BigInteger.valueOf(
                (long) pool.window().kernelHeight() * pool.window().kernelWidth());
        return pool.kind() == PoolKind.MAX ? largest : mean(sum, area);
    }
}
