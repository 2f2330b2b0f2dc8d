package intaglio.plan;

import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Rounding;
import java.util.Arrays;

/** Latencies, in cycles, of the hand-written modules; the timing model is exact because these are. */
public final class Pipeline {

    /** A beat through the input gate. */
    public static final int INPUT = 1;
    /** The operands' registers and the product's, and one more for operands beyond {@value #BLOCK_WIDTH} bits. */
    private static final int MULTIPLY = 2;

    private static final int BLOCK_WIDTH = 18;

    /** Load of the drain to its first beat. */
    public static final int DRAIN = 1;
    /** Room for the terms of any multiplier, then the tie, then the quotient. */
    public static final int MEAN = 5;
    /** {@code intaglio_mean_inside}: then the choice of the mean for the number of values inside. */
    public static final int MEAN_INSIDE = MEAN + 1;

    /** {@code intaglio_lookup}: the ROM, then its output register. */
    public static final int LOOKUP = 2;

    /** What is between the last engine and the output FIFO. */
    public static final int OUTPUT = 1;
    /** Write of the output FIFO to its output, when nothing is in between. */
    public static final int FIFO = 2;

    /** Bits of a multiplier that one multiplier block takes, and slices of an accumulator. */
    private static final int MULTIPLIER_SLICE = 17;

    private static final int ACCUMULATOR_SLICES = 2;

    private Pipeline() {}

    /** {@code intaglio_mac_lane}: operands to product. */
    static int multiply(int operandBits) {
        return MULTIPLY + (operandBits > BLOCK_WIDTH ? 1 : 0);
    }

    /** {@code intaglio_requantize}: multiply by channel, add the terms of the product, clear a tie, then shift and limit. */
    public static int requantize(Requantize requantize) {
        boolean toNearest = requantize.rounding() != Rounding.FLOOR && requantize.shift() > 0;
        long largest = Arrays.stream(requantize.multipliers()).max().orElseThrow();
        int terms = toNearest ? 1 : 0;
        if (requantize.isPerChannel()) {
            int bits = Long.SIZE - Long.numberOfLeadingZeros(largest);
            terms += ACCUMULATOR_SLICES * Integers.ceilDiv(Math.max(bits, 1), MULTIPLIER_SLICE);
        } else {
            terms += digits(largest);
        }
        boolean clearsTies = toNearest && requantize.rounding() == Rounding.HALF_EVEN;
        return (requantize.isPerChannel() ? 1 : 0) + sum(terms) + (clearsTies ? 1 : 0) + 1;
    }

    /** {@code intaglio_row_store} and what chooses a part of its word: read of a word to the word. */
    public static final int ROW_READ = 2;
    /** {@code intaglio_word_mux}. */
    static final int CHOOSE = 1;
    /** {@code intaglio_depth_to_space}: read of a word to the beat. */
    public static final int SHUFFLE = 3;

    /** Products of all inputs of a sum, each a constant times a value. */
    public static int products(SumParameters parameters) {
        return Arrays.stream(parameters.multipliers())
                .mapToInt(multiplier -> sum(digits(multiplier)))
                .max()
                .orElseThrow();
    }

    /** Products to their sum, less the zero points. */
    public static int addends(SumParameters parameters) {
        return sum(parameters.multipliers().length + (parameters.offset() == 0 ? 0 : 1));
    }

    /** From the sum of the inputs to the activation. */
    static int finish(SumParameters parameters) {
        return requantize(parameters.requantize()) + (parameters.table().isPresent() ? LOOKUP : 0);
    }

    /** From a sum in the drain to the activation. */
    static int finish(IntegerParameters parameters) {
        return requantize(parameters.requantize()) + (parameters.table().isPresent() ? LOOKUP : 0);
    }

    /** {@code intaglio_pool}: the largest of two a cycle; or the sum of four a cycle, then round. */
    public static int pool(PoolKind kind, int values) {
        return kind == PoolKind.MAX ? Math.max(1, levels(values)) : sum(values) + 1;
    }

    /** Non-zero digits of the canonical form (Reitwiesner); a multiplier of 0 takes a word, too. */
    private static int digits(long multiplier) {
        return Math.max(1, Long.bitCount(multiplier ^ (3 * multiplier)));
    }

    /** {@code intaglio_sum_tree}: two levels of adders a cycle. */
    private static int sum(int terms) {
        return Math.max(1, Integers.ceilDiv(levels(terms), 2));
    }

    private static int levels(int values) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
    }
}
