package intaglio.verify;

import intaglio.num.Interval;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.IntFunction;

/** What a ROM has to hold, field by field, and what each of them is. Fields that nothing is put into are 0. */
final class RomContents {

    private static final int NOTHING = -1;

    private final int words;
    private final int fields;
    private final int bits;
    private final boolean signed;
    private final long[] values;
    private final int[] sources;
    private final IntFunction<String> description;

    /**
     * @param words words of the ROM
     * @param fields fields of a word
     * @param bits bits of a field
     * @param signed whether a field is in two's complement
     * @param description what a value is, by the number it was put with
     */
    RomContents(int words, int fields, int bits, boolean signed, IntFunction<String> description) {
        this.words = words;
        this.fields = fields;
        this.bits = bits;
        this.signed = signed;
        this.values = new long[Math.multiplyExact(words, fields)];
        this.sources = new int[values.length];
        this.description = description;
        Arrays.fill(sources, NOTHING);
    }

    int words() {
        return words;
    }

    /** Bits of a word. */
    int width() {
        return fields * bits;
    }

    /**
     * Puts a value into a field.
     *
     * @param source number of the value, for its description
     * @throws IllegalArgumentException where there is no such field, the value does not fit it, or something
     *     is in it already
     */
    void put(int word, int field, long value, int source) {
        if (word >= words || field >= fields) {
            throw new IllegalArgumentException(description.apply(source) + " would stand in word " + word + " of "
                    + words + ", field " + field + " of " + fields);
        }
        if ((signed ? Interval.of(value).signedBits() : Interval.of(value).unsignedBits()) > bits) {
            throw new IllegalArgumentException(
                    description.apply(source) + " is " + value + ", which does not fit " + bits + " bits");
        }
        int place = word * fields + field;
        if (sources[place] != NOTHING) {
            throw new IllegalArgumentException(description.apply(source) + " and " + description.apply(sources[place])
                    + " would stand in one place");
        }
        values[place] = value;
        sources[place] = source;
    }

    /** The whole word, the first field in its lowest bits. */
    BigInteger word(int word) {
        BigInteger all = BigInteger.ZERO;
        for (int field = fields - 1; field >= 0; field--) {
            all = all.shiftLeft(bits).or(field(word, field));
        }
        return all;
    }

    private BigInteger field(int word, int field) {
        return BigInteger.valueOf(values[word * fields + field]).and(mask());
    }

    private BigInteger number(BigInteger field) {
        return signed && field.testBit(bits - 1) ? field.subtract(BigInteger.ONE.shiftLeft(bits)) : field;
    }

    private BigInteger mask() {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    /** Says in which field a word differs, what stands there and what must. */
    String difference(int word, BigInteger found) {
        for (int field = 0; field < fields; field++) {
            BigInteger got = found.shiftRight(field * bits).and(mask());
            if (!got.equals(field(word, field))) {
                int source = sources[word * fields + field];
                String what = source == NOTHING ? "nothing" : description.apply(source);
                return "word " + word + ", bits " + (field * bits) + " to " + (field * bits + bits - 1) + " (" + what
                        + "): is " + number(got) + ", must be " + values[word * fields + field];
            }
        }
        return "word " + word + ": is " + found.toString(16) + " hex, which has more than " + width() + " bits";
    }
}
