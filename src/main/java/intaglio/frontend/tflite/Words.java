package intaglio.frontend.tflite;

import intaglio.diag.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Words from a file, made fit for messages, and names of layers. */
final class Words {

    /** Parts of a weight tensor's name that say what is done with it, not whose it is. */
    private static final Set<String> PARTS = Set.of(
            "Conv2D",
            "conv2d_transpose",
            "depthwise",
            "separable_conv2d",
            "MatMul",
            "BiasAdd",
            "Relu",
            "Relu6",
            "transpose",
            "kernel",
            "convolution",
            "Reshape",
            "Cast",
            "Add");

    private Words() {}

    static String shape(int... sizes) {
        return Arrays.stream(sizes).mapToObj(size -> size < 0 ? "?" : "" + size).collect(Collectors.joining("x"));
    }

    /** The first of the names that the converter has joined: {@code a/conv2d/BiasAdd} of {@code a/conv2d/BiasAdd;...}. */
    static String first(String name) {
        int end = name.indexOf(';');
        return Printable.of(end < 0 ? name : name.substring(0, end));
    }

    /** The layer in the name of its weights: {@code conv2d} of {@code net/conv2d/Conv2D/ReadVariableOp}; or empty. */
    static String layer(String weights) {
        List<String> parts = List.of(first(weights).split("/"));
        int end = parts.size();
        while (end > 0
                && (PARTS.contains(parts.get(end - 1)) || parts.get(end - 1).startsWith("ReadVariableOp"))) {
            end--;
        }
        String layer = end == 0 ? "" : parts.get(end - 1);
        return layer.matches("[A-Za-z][A-Za-z0-9_.-]*") && !layer.startsWith("tfl.") ? layer : "";
    }
}
