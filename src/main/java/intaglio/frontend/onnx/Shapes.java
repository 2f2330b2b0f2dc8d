package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import intaglio.ir.Window;

/** Shapes behind a window. */
final class Shapes {

    private Shapes() {}

    /** What a window gives on an input; null, reported, where it does not fit. */
    static Shape slide(Node node, int channels, Window window, Shape input) {
        int height = window.outHeight(input.height());
        int width = window.outWidth(input.width());
        if (height < 1 || width < 1) {
            node.problem(
                    "a window of " + window.kernelHeight() + "x" + window.kernelWidth() + " does not fit into "
                            + (input.height() + window.padTop() + window.padBottom()) + "x"
                            + (input.width() + window.padLeft() + window.padRight()) + " (padding included)",
                    "use a smaller kernel or larger images");
            return null;
        }
        return new Shape(channels, height, width);
    }
}
