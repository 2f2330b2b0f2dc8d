package intaglio.frontend.onnx;

import intaglio.diag.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Words from a file, made fit for a message. */
final class Text {

    private Text() {}

    static String printable(String text) {
        return Printable.of(text);
    }

    /** At most so many characters. */
    static String printable(String text, int most) {
        String start = text.length() > most ? text.substring(0, most) + "..." : text;
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }

    static String list(List<String> words) {
        return words.stream().map(word -> "'" + printable(word) + "'").collect(Collectors.joining(", "));
    }

    /** For instance {@code 6x1x5x5}; {@code scalar} where there is no dimension. */
    static String shape(int... dims) {
        return dims.length == 0
                ? "scalar"
                : Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
