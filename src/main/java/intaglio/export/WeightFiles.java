package intaglio.export;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The integer parameters as text, in the source article's naming. For a layer with weights three files, or four:
 *
 * <ul>
 *   <li>{@code <label>.weight.txt}: uint8 weights q, one a line, row-major OIHW or OI, all of them;
 *   <li>{@code <label>.bias.txt}: integer biases in accumulator units, one a line;
 *   <li>{@code <label>_scale_zero.txt}: four lines, S, Z, scale, shift; for uint8 activations named lines (see
 *       {@link ScaleZero} and {@link NamedScaleZero});
 *   <li>{@code <label>.table.txt}, where the activation is a table: its outputs, one a line, index 0 first.
 * </ul>
 *
 * For a sum {@code <label>_sum.txt} (see {@link NamedSum}), and {@code <label>.table.txt} where the activation is a
 * table; for an average pool whose padding counts {@code <label>.padding.txt}, the value that padding reads as.
 *
 * <p>Tensors start with a line like {@code # shape 6x1x5x5}, unless switched off. Together with the network the
 * files are the whole model: what {@link #read} returns equals what was written.
 */
public final class WeightFiles {

    private WeightFiles() {}

    /** Text of every file by name, in layer order. */
    public static Map<String, String> texts(IntegerModel model, boolean shapeHeader) {
        Map<String, String> texts = new LinkedHashMap<>();
        Shapes shapes = model.network().shapes();
        for (Node node : model.network().nodes()) {
            texts.putAll(node.layer().match(new LayerTexts(model, shapes.inputs(node), shapeHeader)));
        }
        return texts;
    }

    /**
     * Writes every file into a folder, which is made where it is missing. Files that exist already are not touched:
     * then nothing is written. Where a write fails, what was written before it is removed.
     *
     * @throws IntaglioException (bad input) naming the files that exist or the one that cannot be written
     */
    public static void write(IntegerModel model, Path folder, boolean shapeHeader) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        texts(model, shapeHeader).forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        NewFiles.write(folder, contents);
    }

    /**
     * Reads what {@link #write} wrote, with or without shape headers.
     *
     * @param network the graph, as trained or as in the integers
     * @throws IntaglioException (bad input) with everything that is wrong in any of the files
     */
    public static IntegerModel read(Path folder, Network network) {
        return LayerReader.read(folder, network);
    }
}
