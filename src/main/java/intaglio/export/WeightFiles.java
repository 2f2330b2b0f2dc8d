package intaglio.export;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
        Map<String, String> texts = texts(model, shapeHeader);
        Problems problems = new Problems();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            problems.add(folder.toString(), "is a file, not a folder", "give another folder");
        }
        for (String name : texts.keySet()) {
            if (Files.exists(folder.resolve(name))) {
                problems.add(
                        folder.resolve(name).toString(), "exists already", "give another folder or remove the file");
            }
        }
        problems.throwIfAny();
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Path file = folder.resolve(text.getKey());
                written.add(file);
                Files.writeString(file, text.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (IOException failed) {
            written.forEach(WeightFiles::remove);
            throw IntaglioException.badInput(
                    folder.toString(),
                    "cannot be written: " + IoReason.of(failed),
                    "give a folder that can be written and has room");
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // The folder cannot be written at all; the error that led here says so.
        }
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
