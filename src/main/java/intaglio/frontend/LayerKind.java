package intaglio.frontend;

import java.util.List;

/** Kinds of layers in a network file, with the keys each may have besides {@code kind} and {@code name}. */
enum LayerKind {
    CONV2D(
            "conv2d",
            List.of(
                    "kernel",
                    "outChannels",
                    "stride",
                    "padding",
                    "groups",
                    "activation",
                    "tensors",
                    "batchnorm",
                    "eps")),
    DENSE("dense", List.of("outChannels", "activation", "tensors", "batchnorm", "eps")),
    AVGPOOL("avgpool", List.of("kernel", "stride")),
    MAXPOOL("maxpool", List.of("kernel", "stride"));

    private final String word;
    private final List<String> keys;

    LayerKind(String word, List<String> keys) {
        this.word = word;
        this.keys = keys;
    }

    /** The word in the file. */
    String word() {
        return word;
    }

    List<String> keys() {
        return keys;
    }

    boolean isWeighted() {
        return this == CONV2D || this == DENSE;
    }
}
