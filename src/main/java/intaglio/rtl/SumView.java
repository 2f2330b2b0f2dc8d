package intaglio.rtl;

import intaglio.ir.SumParameters;
import intaglio.op.Add;
import intaglio.range.LayerRanges;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The arithmetic of a sum.
 *
 * @param layer the layer
 * @param parameters its integers
 * @param ranges its proved intervals
 */
record SumView(Add layer, SumParameters parameters, LayerRanges ranges) {

    int accumulatorWidth() {
        return ranges.accumulator().signedBits();
    }

    /** Positive digits of the multipliers, the first input lowest. */
    String plusDigits() {
        return digits(false);
    }

    String minusDigits() {
        return digits(true);
    }

    private String digits(boolean minus) {
        long[] multipliers = parameters.multipliers();
        return IntStream.iterate(multipliers.length - 1, input -> input >= 0, input -> input - 1)
                .mapToObj(input -> SignedDigits.of(multipliers[input]))
                .map(digits -> VerilogText.hex32(minus ? digits.minus() : digits.plus()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** What the zero points add, as a 64-bit literal. */
    String offset() {
        return String.format("64'h%016x", parameters.offset());
    }
}
