package intaglio.export;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The integer parameters as text, in the source article's naming; three files per weighted layer, or four:
 *
 * <ul>
 *   <li>{@code <label>.weight.txt}: uint8 weights q, one a line, row-major OIHW or OI, all of them;
 *   <li>{@code <label>.bias.txt}: integer biases in accumulator units, one a line;
 *   <li>{@code <label>_scale_zero.txt}: four lines, S, Z, scale, shift; for uint8 activations named lines (see
 *       {@link ScaleZero} and {@link NamedScaleZero});
 *   <li>{@code <label>.table.txt}, where the activation is a table: its outputs, one a line, index 0 first.
 * </ul>
 *
 * All but the third start with a line like {@code # shape 6x1x5x5}, unless switched off. Together with the network the
 * files are the whole model: what {@link #read} returns equals what was written.
 */
public final class WeightFiles {

    private static final int LARGEST_BYTE = 255;

    private WeightFiles() {}

    /** Text of every file by name, in layer order. */
    public static Map<String, String> texts(IntegerModel model, boolean shapeHeader) {
        Map<String, String> texts = new LinkedHashMap<>();
        List<Shape> shapes = model.network().shapes().inOrder();
        for (int i = 0; i < model.network().layers().size(); i++) {
            if (model.network().layers().get(i) instanceof Weighted layer) {
                IntegerParameters parameters = model.parameters(layer);
                long[] weights = new long[parameters.weights().length];
                for (int w = 0; w < weights.length; w++) {
                    weights[w] = parameters.weights()[w];
                }
                int[] shape = weightShape(layer, shapes.get(i));
                texts.put(weightFile(layer), IntegerText.write(weights, shape, shapeHeader));
                texts.put(biasFile(layer), IntegerText.write(parameters.bias(), biasShape(layer), shapeHeader));
                texts.put(scaleFile(layer), ScaleZero.text(parameters));
                parameters.table().ifPresent(table -> texts.put(tableFile(layer), text(table, shapeHeader)));
            }
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
        Problems problems = new Problems();
        Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
        List<Shape> shapes = network.shapes().inOrder();
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                long[] weights = IntegerText.read(
                        folder.resolve(weightFile(layer)), weightShape(layer, shapes.get(i)), 0, 255, problems);
                long[] bias = IntegerText.read(
                        folder.resolve(biasFile(layer)), biasShape(layer), Long.MIN_VALUE, Long.MAX_VALUE, problems);
                ScaleZero scale = ScaleZero.read(
                        folder.resolve(scaleFile(layer)),
                        layer.outChannels(),
                        shapes.get(i).channels(),
                        layer.activation() instanceof ActivationFunction ? LookupTable.LARGEST - 1 : LARGEST_BYTE,
                        problems);
                if (scale != null
                        && layer.activation() == Activation.RELU6
                        && scale.requantize().clamp() == null) {
                    problems.add(
                            folder.resolve(scaleFile(layer)).toString(),
                            "has no clamp, and the layer's activation ends at 6.0",
                            "export the file again");
                }
                Optional<LookupTable> table = table(folder, layer, scale, problems);
                if (problems.isEmpty()) {
                    parameters.put(layer.label(), parameters(weights, bias, scale, table));
                }
            }
        }
        problems.throwIfAny();
        return new IntegerModel(network.inIntegers(), parameters);
    }

    private static String text(LookupTable table, boolean shapeHeader) {
        long[] outputs = Arrays.stream(table.outputs()).asLongStream().toArray();
        return IntegerText.write(outputs, new int[] {outputs.length}, shapeHeader);
    }

    /** The table of a function: as many outputs as the clamp in the other file has integers. */
    private static Optional<LookupTable> table(Path folder, Weighted layer, ScaleZero scale, Problems problems) {
        if (scale == null || !(layer.activation() instanceof ActivationFunction function)) {
            return Optional.empty();
        }
        Interval clamp = scale.requantize().clamp();
        if (clamp == null || clamp.low() != 0 || clamp.high() >= LookupTable.LARGEST) {
            problems.add(
                    folder.resolve(scaleFile(layer)).toString(),
                    "has a clamp of "
                            + (clamp == null ? "none" : clamp.low() + " " + clamp.high())
                            + ", and the layer's activation "
                            + function + " is a table of indices 0.." + (LookupTable.LARGEST - 1) + " at most",
                    "export the file again");
            return Optional.empty();
        }
        long[] outputs = IntegerText.read(
                folder.resolve(tableFile(layer)),
                new int[] {(int) clamp.high() + 1},
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                problems);
        return problems.isEmpty()
                ? Optional.of(new LookupTable(
                        Arrays.stream(outputs).mapToInt(Math::toIntExact).toArray()))
                : Optional.empty();
    }

    private static IntegerParameters parameters(
            long[] weights, long[] bias, ScaleZero scale, Optional<LookupTable> table) {
        int[] quantized = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            quantized[i] = (int) weights[i];
        }
        return new IntegerParameters(
                quantized,
                scale.weightZeroPoints(),
                scale.inputZeroPoints(),
                bias,
                scale.requantize(),
                scale.weightScales(),
                table);
    }

    private static String weightFile(Layer layer) {
        return layer.label() + ".weight.txt";
    }

    private static String biasFile(Layer layer) {
        return layer.label() + ".bias.txt";
    }

    private static String tableFile(Layer layer) {
        return layer.label() + ".table.txt";
    }

    private static String scaleFile(Layer layer) {
        return layer.label() + "_scale_zero.txt";
    }

    private static int[] weightShape(Weighted layer, Shape input) {
        if (layer instanceof Conv2d conv) {
            return new int[] {
                conv.outChannels(),
                conv.groupInputs(input),
                conv.window().kernelHeight(),
                conv.window().kernelWidth()
            };
        }
        return new int[] {layer.outChannels(), input.elements()};
    }

    private static int[] biasShape(Weighted layer) {
        return new int[] {layer.outChannels()};
    }
}
