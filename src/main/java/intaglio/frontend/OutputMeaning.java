package intaglio.frontend;

import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the values at the end of a network are, where nothing says it. */
public final class OutputMeaning {

    private OutputMeaning() {}

    /** Words for them, in network files and on the command line. */
    public static List<String> words() {
        return Arrays.stream(OutputKind.values()).map(OutputMeaning::word).toList();
    }

    /** The word for one of them. */
    public static String word(OutputKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** A vector is logits, one or three planes are a picture, all else is values. */
    public static OutputKind of(Shape output) {
        if (output.pixels() == 1) {
            return OutputKind.LOGITS;
        }
        return isPicture(output) ? OutputKind.IMAGE : OutputKind.VALUES;
    }

    static boolean isPicture(Shape output) {
        return output.channels() == 1 || output.channels() == 3;
    }

    /** What has been assumed, in one sentence; empty for the logits of a vector. */
    public static Optional<String> assumption(OutputKind kind, Shape output) {
        return switch (kind) {
            case LOGITS -> Optional.empty();
            case IMAGE ->
                Optional.of("the output of " + output + " is read as a picture (the file does not say; --output values"
                        + " otherwise)");
            case VALUES ->
                Optional.of("the output of " + output + " is read as values, not as a picture or logits (--output says"
                        + " otherwise)");
        };
    }
}
