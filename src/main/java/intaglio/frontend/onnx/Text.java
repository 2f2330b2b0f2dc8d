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
