package intaglio.frontend;

import intaglio.ir.PoolKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Kinds of layers in a network file, with the keys each may have besides {@code kind}, {@code name} and {@code
 * inputs}.
 */
enum LayerKind {
    CONV2D(
            Keys.WEIGHTED,
            "kernel",
            "outChannels",
            "stride",
            "padding",
            "dilation",
            "groups",
            "activation",
            "tensors",
            "batchnorm",
            "eps"),
    DENSE(Keys.WEIGHTED, "outChannels", "activation", "tensors", "batchnorm", "eps"),
    AVGPOOL(Keys.ONE, "kernel", "stride", "padding", "dilation"),
    AVGPOOLINSIDE(Keys.ONE, "kernel", "stride", "padding", "dilation"),
    MAXPOOL(Keys.ONE, "kernel", "stride", "padding", "dilation"),
    ADD(Keys.SEVERAL, "activation"),
    CONCAT(Keys.SEVERAL),
    DEPTHTOSPACE(Keys.ONE, "block", "order");

    /** What a kind of layer has and reads. */
    private enum Keys {
        WEIGHTED,
        ONE,
        SEVERAL
    }

    private final Keys set;
    private final List<String> keys;

    LayerKind(Keys set, String... keys) {
        this.set = set;
        this.keys = List.of(keys);
    }

    static LayerKind of(PoolKind pool) {
        return switch (pool) {
            case AVERAGE -> AVGPOOL;
            case AVERAGE_INSIDE -> AVGPOOLINSIDE;
            case MAX -> MAXPOOL;
        };
    }

    /** The kind that a word in the file names. */
    static LayerKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** The word in the file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the first version of the format has it. */
    boolean isFirstFormat() {
        return isWeighted() || this == AVGPOOL || this == MAXPOOL;
    }

    boolean has(String key) {
        return keys.contains(key);
    }

    List<String> keys() {
        return keys;
    }

    boolean isWeighted() {
        return set == Keys.WEIGHTED;
    }

    /** Whether it reads two or more tensors, and not one. */
    boolean readsSeveral() {
        return set == Keys.SEVERAL;
    }
}
