package intaglio.export.onnx;

import intaglio.num.Interval;

/**
 * How values of any range become uint8 tensors, which are all that ConvInteger and MatMulInteger take:
 * {@code value + offset = sum over i of limb[i] * 256^i}.
 *
 * <p>The zero point is split in the same way, so {@code value - zeroPoint} is the sum of
 * {@code (limb[i] - zeroLimb[i]) * 256^i}, and a sum of products of {@code value - zeroPoint} is the same sum over each
 * limb, times {@code 256^i}, added up. The operators subtract the limb of the zero point themselves and pad with it, so
 * padding adds nothing.
 *
 * @param offset what makes every value non-negative
 * @param count number of limbs
 * @param shiftedZeroPoint zero point plus offset
 */
record Limbs(long offset, int count, long shiftedZeroPoint) {

    static final int BASE = 256;

    /** The fewest limbs that hold every value of {@code range} and the zero point. */
    static Limbs of(Interval range, int zeroPoint) {
        Interval all = range.union(Interval.of(zeroPoint));
        long offset = Math.negateExact(Math.min(0, all.low()));
        int bits = new Interval(0, Math.addExact(all.high(), offset)).unsignedBits();
        return new Limbs(offset, (bits + 7) / 8, zeroPoint + offset);
    }

    /** Limb {@code i} of the zero point. */
    int zeroLimb(int i) {
        return (int) (shiftedZeroPoint >> (8 * i)) & (BASE - 1);
    }

    /** {@code 256^i}. */
    static long weight(int i) {
        return 1L << (8 * i);
    }
}
