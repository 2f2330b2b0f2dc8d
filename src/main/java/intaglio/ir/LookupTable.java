package intaglio.ir;

import intaglio.num.Interval;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * An activation as a table: {@code y = outputs[requantized]}. The requantization clamps to the places of the table.
 *
 * @param outputs one or more, at most {@value #LARGEST}
 */
public record LookupTable(int[] outputs) {

    /** Bits of the longest table's index. */
    public static final int INDEX_BITS = 12;

    /** Places of the longest table. */
    public static final int LARGEST = 1 << INDEX_BITS;

    public LookupTable {
        outputs = outputs.clone();
        if (outputs.length == 0 || outputs.length > LARGEST) {
            throw new IllegalArgumentException("table of " + outputs.length);
        }
    }

    @Override
    public int[] outputs() {
        return outputs.clone();
    }

    /** The indices, from 0: the clamp of the requantization before it. */
    public Interval indices() {
        return new Interval(0, outputs.length - 1L);
    }

    /** The output at one of {@link #indices}. */
    public long output(long index) {
        return outputs[Math.toIntExact(index)];
    }

    /** Smallest and largest output of an interval of indices: exact, whatever the function. */
    public Interval output(Interval index) {
        return LongStream.rangeClosed(index.low(), index.high())
                .mapToObj(place -> Interval.of(output(place)))
                .reduce(Interval::union)
                .orElseThrow();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LookupTable that && Arrays.equals(outputs, that.outputs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(outputs);
    }

    @Override
    public String toString() {
        return Arrays.toString(outputs);
    }
}
