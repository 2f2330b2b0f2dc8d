package intaglio.num;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How other programs get from an accumulator to an activation, each rule written down here as its source has it and
 * with nothing of ours.
 */
final class Peers {

    /**
     * What there is to requantize with.
     *
     * @param scale the real factor, a float32
     * @param zeroPoint of the output
     * @param mantissa odd or even, below 2^24, with {@code mantissa / 2^shift == scale}
     * @param shift 1 or more
     */
    record Case(float scale, int zeroPoint, long mantissa, int shift) {

        /** {@code QuantizeMultiplier}: q31 in 2^30..2^31, {@code scale = q31 * 2^(exponent - 31)}; exact for a float32. */
        long q31() {
            int exponent = exponent();
            return Math.round(Math.scalb((double) scale, 31 - exponent));
        }

        /** As {@code frexp} has it: the scale is in 1/2..1 times two to this. */
        int exponent() {
            return Math.getExponent(scale) + 1;
        }
    }

    /** A rule, and what it is called in the table. */
    record Peer(String name, Rule rule, int zeroPointStep, int firstZeroPoint) {

        static Peer of(String name, Rule rule) {
            return new Peer(name, rule, 1, 0);
        }
    }

    interface Rule {

        /** The output before any clamp. */
        long apply(long accumulator, Case with);
    }

    private Peers() {}

    static List<Peer> all() {
        return List.of(
                Peer.of("TFLite, `TFLITE_SINGLE_ROUNDING`", Peers::tfliteSingle),
                Peer.of("TFLite, default (rounds twice)", Peers::tfliteDouble),
                Peer.of("onnxruntime, QLinearConv and QLinearMatMul (MLAS)", Peers::floatProduct),
                new Peer("ONNX reference implementation, even zero point", Peers::onnxReference, 2, 0),
                new Peer("ONNX reference implementation, odd zero point", Peers::onnxReference, 2, 1),
                Peer.of("PyTorch, FBGEMM", Peers::floatProduct),
                Peer.of("FBGEMM, fixed point", Peers::fbgemmFixed),
                Peer.of("FINN, thresholds of a ReLU", Peers::finnThresholds),
                Peer.of("hls4ml, `AP_TRN`", (a, with) -> apFixed(a, with, (half, rest, sign, last) -> 0)),
                Peer.of("hls4ml, `AP_RND`", (a, with) -> apFixed(a, with, (half, rest, sign, last) -> half)),
                Peer.of(
                        "hls4ml, `AP_RND_CONV`",
                        (a, with) -> apFixed(a, with, (half, rest, sign, last) -> half & (last | rest))),
                Peer.of(
                        "hls4ml, `AP_RND_INF`",
                        (a, with) -> apFixed(a, with, (half, rest, sign, last) -> half & (1 - sign | rest))),
                Peer.of("NNgen", Peers::nngen));
    }

    /** {@code MultiplyByQuantizedMultiplier} of TFLite with single rounding. */
    private static long tfliteSingle(long accumulator, Case with) {
        int right = 31 - with.exponent();
        return ((accumulator * with.q31() + (1L << (right - 1))) >> right) + with.zeroPoint();
    }

    /** The same without: SaturatingRoundingDoublingHighMul, then RoundingDivideByPOT. */
    private static long tfliteDouble(long accumulator, Case with) {
        int left = Math.max(with.exponent(), 0);
        int right = Math.max(-with.exponent(), 0);
        long product = (accumulator << left) * with.q31();
        long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
        // C divides toward zero, as Java does.
        long high = (product + nudge) / (1L << 31);
        long mask = (1L << right) - 1;
        long remainder = high & mask;
        long threshold = (mask >> 1) + (high < 0 ? 1 : 0);
        return (high >> right) + (remainder > threshold ? 1 : 0) + with.zeroPoint();
    }

    /** {@code rintf(accumulator * scale) + zero point}, in float32, as MLAS and FBGEMM's {@code lrintf} have it. */
    private static long floatProduct(long accumulator, Case with) {
        float product = (float) accumulator * with.scale();
        return (long) Math.rint(product) + with.zeroPoint();
    }

    /** {@code np.rint(accumulator * scale + zero point)}. */
    private static long onnxReference(long accumulator, Case with) {
        return (long) Math.rint(accumulator * (double) with.scale() + with.zeroPoint());
    }

    /** {@code ChooseRequantizationMultiplier} with 32 bits, then {@code ((acc * mult + (1 << rs - 1)) >> rs) + zp}. */
    private static long fbgemmFixed(long accumulator, Case with) {
        int exponent = Math.getExponent(with.scale()) + 1;
        double part = with.scale() / Math.scalb(1.0, exponent);
        long multiplier = (long) Math.rint(part * (1L << 31));
        int right = 31 - exponent;
        return ((accumulator * multiplier + (1L << Math.max(0, right - 1))) >> right) + with.zeroPoint();
    }

    /** The number of integer thresholds {@code ceil((i + 1/2) / scale)}, i = 0..254, that the accumulator reaches. */
    private static long finnThresholds(long accumulator, Case with) {
        int low = 0;
        int high = 255;
        while (low < high) {
            int middle = (low + high) / 2;
            if (accumulator >= threshold(middle, with)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (long) low + with.zeroPoint();
    }

    private static long threshold(int index, Case with) {
        return new BigDecimal(index + 0.5)
                .divide(new BigDecimal(with.scale()), 0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** What {@code ap_fixed} adds to the bits that stay, from the first bit dropped, the others, sign and last bit. */
    private interface Increment {

        long of(long half, long rest, long sign, long last);
    }

    private static long apFixed(long accumulator, Case with, Increment increment) {
        long product = accumulator * with.mantissa();
        long half = product >> (with.shift() - 1) & 1;
        long rest = (product & (1L << (with.shift() - 1)) - 1) == 0 ? 0 : 1;
        long sign = product < 0 ? 1 : 0;
        long last = product >> with.shift() & 1;
        return (product >> with.shift()) + increment.of(half, rest, sign, last) + with.zeroPoint();
    }

    /** The last shift of NNgen's convolution: half a step, less one for negatives, before the shift. */
    private static long nngen(long accumulator, Case with) {
        long product = accumulator * with.mantissa();
        long half = 1L << (with.shift() - 1);
        return ((product + (product >= 0 ? half : half - 1)) >> with.shift()) + with.zeroPoint();
    }
}
