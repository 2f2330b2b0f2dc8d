package intaglio.export;

import intaglio.op.Layer;

/** The files that a layer may have; the name of a file is the layer's label and what the file is. */
enum LayerFile {
    WEIGHT(".weight.txt"),
    BIAS(".bias.txt"),
    SCALE("_scale_zero.txt"),
    TABLE(".table.txt"),
    SUM("_sum.txt"),
    PADDING(".padding.txt");

    private final String end;

    LayerFile(String end) {
        this.end = end;
    }

    String of(Layer layer) {
        return layer.label() + end;
    }
}
