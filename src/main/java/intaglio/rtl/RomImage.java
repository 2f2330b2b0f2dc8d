package intaglio.rtl;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contents of one ROM.
 *
 * @param file name inside the ROM folder
 * @param comments what the words are, one line each
 * @param width bits of a word
 * @param words every word, lowest address first
 */
record RomImage(String file, List<String> comments, int width, List<BigInteger> words) {

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
