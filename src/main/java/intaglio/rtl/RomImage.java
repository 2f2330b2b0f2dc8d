package intaglio.rtl;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contents of one ROM.
 *
 * @param file name inside the ROM folder
 * @param fields what its words are made of
 * @param comments what the words are, one line each
 * @param width bits of a word
 * @param words every word, lowest address first
 */
record RomImage(String file, Fields fields, List<String> comments, int width, List<BigInteger> words) {

    /**
     * What a word is made of, for {@code plan.json}.
     *
     * @param holds {@code weights}, {@code biases}, {@code multipliers} or {@code table}
     * @param bits bits of each field
     * @param tap of weights: the tap whose weights these are, else -1
     * @param bank of weights: the place of this memory among those of its tap
     * @param firstWord of weights: the word of the tap that its word 0 is
     * @param layer of multipliers and tables: the layer whose they are, else null
     */
    record Fields(String holds, int bits, int tap, int bank, int firstWord, String layer) {

        static Fields weights(int bits, int tap) {
            return new Fields("weights", bits, tap, 0, 0, null);
        }

        static Fields biases(int bits) {
            return new Fields("biases", bits, -1, 0, 0, null);
        }

        static Fields multipliers(int bits, String layer) {
            return new Fields("multipliers", bits, -1, 0, 0, layer);
        }

        static Fields table(int bits, String layer) {
            return new Fields("table", bits, -1, 0, 0, layer);
        }

        /** The same weights, in one of several memories. */
        Fields inBank(int number, int first) {
            return new Fields(holds, bits, tap, number, first, layer);
        }
    }

    RomImage {
        comments = List.copyOf(comments);
        words = List.copyOf(words);
    }

    /** Fields of {@code bits} bits in two's complement, the first lowest. */
    static BigInteger pack(long[] fields, int bits) {
        BigInteger word = BigInteger.ZERO;
        BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        for (int i = fields.length - 1; i >= 0; i--) {
            word = word.shiftLeft(bits).or(BigInteger.valueOf(fields[i]).and(mask));
        }
        return word;
    }

    /** One word for every {@code perWord} values; what the last has too few of is 0. */
    static List<BigInteger> groups(long[] values, int perWord, int bits) {
        List<BigInteger> words = new ArrayList<>();
        for (int first = 0; first < values.length; first += perWord) {
            words.add(pack(Arrays.copyOfRange(values, first, first + perWord), bits));
        }
        return words;
    }

    /** Text for {@code $readmemh}: comments, then one word a line. */
    String text() {
        StringBuilder text = new StringBuilder();
        comments.forEach(line -> text.append("// ").append(line).append('\n'));
        int digits = (width + 3) / 4;
        for (BigInteger word : words) {
            String hex = word.toString(16);
            text.append("0".repeat(digits - hex.length())).append(hex).append('\n');
        }
        return text.toString();
    }
}
