package intaglio.range;

import intaglio.ir.IntegerParameters;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs at which one weighted sum is smallest and largest, written out value by value and evaluated in unbounded
 * integers. Belongs to the independent check: it shares no arithmetic with {@link RangeAnalysis}.
 */
final class ExtremalInputs {

    private final List<BigInteger> weights;

    /** The values each input less its zero point may take that matter: its ends, and 0 where it may be padding. */
    private final List<List<BigInteger>> choices;

    /**
     * Inputs of one output channel.
     *
     * @param perChannel how many inputs each input channel has
     * @param firstInput the first input channel that the output sees
     * @param input the input channels that the output sees
     */
    ExtremalInputs(
            IntegerParameters parameters,
            int outChannel,
            int perChannel,
            int firstInput,
            List<BigRange> input,
            boolean padded) {
        weights = new ArrayList<>();
        int[] zeroPoints = parameters.weightZeroPoints();
        int zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : outChannel];
        choices = new ArrayList<>();
        int[] inputZeroPoints = parameters.inputZeroPoints();
        for (int inChannel = 0; inChannel < input.size(); inChannel++) {
            BigInteger zero =
                    BigInteger.valueOf(inputZeroPoints[inputZeroPoints.length == 1 ? 0 : firstInput + inChannel]);
            BigInteger low = input.get(inChannel).low().subtract(zero);
            BigInteger high = input.get(inChannel).high().subtract(zero);
            List<BigInteger> values = padded ? List.of(low, high, BigInteger.ZERO) : List.of(low, high);
            for (int i = 0; i < perChannel; i++) {
                int flat = (outChannel * input.size() + inChannel) * perChannel + i;
                int stored = parameters.weights()[flat];
                weights.add(BigInteger.valueOf(stored).subtract(BigInteger.valueOf(zeroPoint)));
                choices.add(values);
            }
        }
    }

    List<BigInteger> weights() {
        return weights;
    }

    /** Smallest and largest complete sum. */
    BigRange sum() {
        return new BigRange(evaluate(extremal(-1, false)), evaluate(extremal(1, false)));
    }

    /** Smallest and largest partial sum: a term that is left out is an input of 0. */
    BigRange partialSum() {
        return new BigRange(evaluate(extremal(-1, true)), evaluate(extremal(1, true)));
    }

    /** Smallest and largest single product. */
    BigRange product() {
        BigRange all = null;
        for (int i = 0; i < weights.size(); i++) {
            for (BigInteger value : choices.get(i)) {
                BigInteger product = weights.get(i).multiply(value);
                all = BigRange.union(all, new BigRange(product, product));
            }
        }
        return all;
    }

    /** The input tensor at which the sum is largest (sign 1) or smallest (sign -1). */
    private List<BigInteger> extremal(int sign, boolean mayLeaveOut) {
        List<BigInteger> input = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            BigInteger weight = weights.get(i).multiply(BigInteger.valueOf(sign));
            BigInteger best = mayLeaveOut ? BigInteger.ZERO : choices.get(i).get(0);
            for (BigInteger value : choices.get(i)) {
                best = weight.multiply(value).compareTo(weight.multiply(best)) > 0 ? value : best;
            }
            input.add(best);
        }
        return input;
    }

    private BigInteger evaluate(List<BigInteger> input) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < weights.size(); i++) {
            sum = sum.add(weights.get(i).multiply(input.get(i)));
        }
        return sum;
    }
}
