package intaglio.inspect;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.List;

/**
 * One layer of a network in a table.
 *
 * @param parameters weights and biases, those of a folded batch normalization not counted again
 * @param multiplications of one frame, padding included
 * @param read what the file says of it
 * @param found what the file does not say
 */
public record LayerRow(
        String label, String kind, Shape output, long parameters, long multiplications, String read, String found) {

    /** A layer whose file says all. */
    static LayerRow of(Layer layer, Shape input, long parameters) {
        Shape output = layer.outputShape(List.of(input));
        long multiplications =
                layer instanceof Weighted weighted ? (long) weighted.weightsPerChannel(input) * output.elements() : 0;
        return new LayerRow(layer.label(), kind(layer), output, parameters, multiplications, said(layer), "");
    }

    private static String kind(Layer layer) {
        if (layer instanceof Pool2d pool) {
            return pool.kind() == PoolKind.AVERAGE ? "avgpool" : "maxpool";
        }
        return layer instanceof Conv2d ? "conv2d" : "dense";
    }

    private static String said(Layer layer) {
        StringBuilder text = new StringBuilder();
        Window window =
                layer instanceof Conv2d conv ? conv.window() : layer instanceof Pool2d pool ? pool.window() : null;
        if (window != null) {
            text.append(window.kernelHeight()).append('x').append(window.kernelWidth());
            text.append(layer instanceof Conv2d conv && conv.groups() > 1 ? ", groups " + conv.groups() : "");
            text.append(window.strideY() > 1 || window.strideX() > 1 ? ", stride " + window.strideY() : "");
            text.append(window.isPadded() ? ", padding " + GraphText.padding(window) : "");
        }
        if (layer instanceof Weighted weighted) {
            text.append(text.isEmpty() ? "" : ", ").append(Function.word(weighted.activation()));
        }
        return text.toString();
    }
}
