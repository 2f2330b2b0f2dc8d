package intaglio.frontend.tflite;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** MUL, ADD and SUB of quantized data and a quantized constant, as a depthwise convolution of one pixel. */
final class Pointwise {

    private final Step step;
    private final int input;
    private final Tensor data;
    private final Quantization in;
    private final Quantization out;

    Pointwise(Step step, int input) {
        this.step = step;
        this.input = input;
        data = step.input(input);
        in = data.quantization().orElseThrow();
        out = step.output().quantization().orElse(in);
    }

    /** The real numbers {@code x * c}. */
    String multiply(Tensor constant) {
        Quantization by = constant.quantization().orElseThrow();
        FixedPoint factor = FixedPoint.of((double) in.scale(0) * by.scale(0) / out.scale(0));
        return convolution(constant, integer -> {
            double slope = integer * (double) in.scale(0) * by.scale(0) / out.scale(0);
            return wanted(x -> factor.multiply(x * integer) + out.zeroPoint(0), slope, 0);
        });
    }

    /** The real numbers {@code x + c}, or {@code x - c}: {@code BroadcastAdd} of {@code integer_ops/add.h}. */
    String add(Tensor constant, boolean minus) {
        Quantization by = constant.quantization().orElseThrow();
        double twice = 2.0 * Math.max(in.scale(0), by.scale(0));
        FixedPoint first = FixedPoint.of(in.scale(0) / twice);
        FixedPoint second = FixedPoint.of(by.scale(0) / twice);
        FixedPoint sum = FixedPoint.of(twice / ((double) (1 << FRACTION) * out.scale(0)));
        return convolution(constant, integer -> {
            long signed = minus ? -integer : integer;
            long added = second.multiply(signed << FRACTION);
            LongUnaryOperator exact = x -> sum.multiply(first.multiply(x << FRACTION) + added) + out.zeroPoint(0);
            return wanted(exact, (double) in.scale(0) / out.scale(0), signed * (double) by.scale(0) / out.scale(0));
        });
    }

    private static final int FRACTION = 20;

    private interface OfConstant {

        /** What is wanted for an integer of the constant, its zero point taken away. */
        LinearWeights.Wanted of(long integer);
    }

    private LinearWeights.Wanted wanted(LongUnaryOperator exact, double slope, double offset) {
        int lowest = data.type() == TensorType.INT8 ? -128 : 0;
        int low = lowest - (int) in.zeroPoint(0);
        LongUnaryOperator limited = x -> Math.max(lowest, Math.min(lowest + 255L, exact.applyAsLong(x)));
        return new LinearWeights.Wanted(limited, low, low + 255, slope, offset, in, out, lowest);
    }

    private String convolution(Tensor constant, OfConstant wanted) {
        long[] integers = constant.integers();
        long zero = constant.quantization().orElseThrow().zeroPoint(0);
        LinearWeights[] found = new LinearWeights[integers.length];
        for (int i = 0; i < found.length; i++) {
            if (integers[i] == zero && step.call().op().equals("MUL")) {
                step.problem("multiplies by 0", "train or convert the model again");
                return step.data(input);
            }
            found[i] = LinearWeights.find(wanted.of(integers[i] - zero));
        }
        int differing =
                Arrays.stream(found).mapToInt(LinearWeights::differing).max().orElse(0);
        if (differing > 0) {
            step.note("differs by 1 for " + differing + " of 256 bytes");
        }
        return apply(found);
    }

    private String apply(LinearWeights... found) {
        int[] shape = data.shape();
        boolean images = shape.length == 4;
        // Other shapes have one number for all: a vector of pixels, an image without channels.
        int channels = images || shape.length == 2 ? shape[shape.length - 1] : 1;
        String planes = images
                ? step.channelsFirst(step.data(input), 4)
                : shape.length == 2
                        ? step.reshaped(step.data(input), channels, 1, 1)
                        : step.reshaped(step.data(input), 1, shape[1], shape[shape.length - 1]);
        String done = new WindowConvolution(step, channels, 1, 1).apply(planes, in.scale(0), found);
        return images ? step.channelsLast(done, 4) : step.reshaped(done, Arrays.copyOfRange(shape, 1, shape.length));
    }
}
