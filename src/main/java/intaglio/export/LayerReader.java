package intaglio.export;

import intaglio.diag.Problems;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the files of a network, layer by layer, and keeps what it found. Each case gives whether nothing is wrong yet. */
final class LayerReader implements LayerCases<Boolean> {

    private static final int LARGEST_BYTE = 255;

    private final Path folder;
    private final Shapes shapes;
    private final Problems problems = new Problems();
    private final Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
    private final Map<String, SumParameters> sums = new LinkedHashMap<>();
    private final Map<String, Integer> padding = new LinkedHashMap<>();

    private Node node;

    private LayerReader(Path folder, Network network) {
        this.folder = folder;
        shapes = network.shapes();
    }

    static IntegerModel read(Path folder, Network network) {
        LayerReader reader = new LayerReader(folder, network);
        for (Node node : network.nodes()) {
            reader.node = node;
            node.layer().match(reader);
        }
        reader.problems.throwIfAny();
        return new IntegerModel(network.inIntegers(), reader.parameters, reader.sums, reader.padding);
    }

    @Override
    public Boolean conv2d(Conv2d layer) {
        return weighted(layer);
    }

    @Override
    public Boolean dense(Dense layer) {
        return weighted(layer);
    }

    private boolean weighted(Weighted layer) {
        Shape input = shapes.input(node);
        long[] weights = IntegerText.read(file(LayerFile.WEIGHT), layer.weightShape(input), 0, LARGEST_BYTE, problems);
        long[] bias = IntegerText.read(
                file(LayerFile.BIAS), new int[] {layer.outChannels()}, Long.MIN_VALUE, Long.MAX_VALUE, problems);
        ScaleZero scale = ScaleZero.read(
                file(LayerFile.SCALE), layer.outChannels(), input.channels(), largestZeroPoint(layer), problems);
        Optional<LookupTable> table =
                scale == null ? Optional.empty() : table(layer, LayerFile.SCALE, scale.requantize());
        if (problems.isEmpty()) {
            parameters.put(
                    layer.label(),
                    new IntegerParameters(
                            Arrays.stream(weights).mapToInt(Math::toIntExact).toArray(),
                            scale.weightZeroPoints(),
                            scale.inputZeroPoints(),
                            bias,
                            scale.requantize(),
                            scale.weightScales(),
                            table));
        }
        return problems.isEmpty();
    }

    @Override
    public Boolean add(Add layer) {
        SumParameters found = NamedSum.read(
                file(LayerFile.SUM),
                node.inputs().size(),
                largestZeroPoint(layer),
                requantize -> table(layer, LayerFile.SUM, requantize),
                problems);
        if (found != null) {
            sums.put(layer.label(), found);
        }
        return problems.isEmpty();
    }

    @Override
    public Boolean pool2d(Pool2d layer) {
        if (layer.countsPadding()) {
            long[] value = IntegerText.read(
                    file(LayerFile.PADDING), new int[] {1}, Integer.MIN_VALUE, Integer.MAX_VALUE, problems);
            if (problems.isEmpty()) {
                padding.put(layer.label(), Math.toIntExact(value[0]));
            }
        }
        return problems.isEmpty();
    }

    @Override
    public Boolean concat(Concat layer) {
        return problems.isEmpty();
    }

    @Override
    public Boolean depthToSpace(DepthToSpace layer) {
        return problems.isEmpty();
    }

    private Path file(LayerFile file) {
        return folder.resolve(file.of(node.layer()));
    }

    private static int largestZeroPoint(Layer layer) {
        return layer.activation() instanceof ActivationFunction ? LookupTable.LARGEST - 1 : LARGEST_BYTE;
    }

    /** The table of a function: as many outputs as the clamp in the other file has integers. */
    private Optional<LookupTable> table(Layer layer, LayerFile other, Requantize requantize) {
        Interval clamp = requantize.clamp();
        if (layer.activation() == Activation.RELU6 && clamp == null) {
            problems.add(
                    file(other).toString(),
                    "has no clamp, and the layer's activation ends at 6.0",
                    "export the file again");
        }
        if (!(layer.activation() instanceof ActivationFunction function)) {
            return Optional.empty();
        }
        if (clamp == null || clamp.low() != 0 || clamp.high() >= LookupTable.LARGEST) {
            problems.add(
                    file(other).toString(),
                    "has a clamp of "
                            + (clamp == null ? "none" : clamp.low() + " " + clamp.high())
                            + ", and the layer's activation "
                            + function + " is a table of indices 0.." + (LookupTable.LARGEST - 1) + " at most",
                    "export the file again");
            return Optional.empty();
        }
        long[] outputs = IntegerText.read(
                file(LayerFile.TABLE),
                new int[] {(int) clamp.high() + 1},
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                problems);
        return problems.isEmpty()
                ? Optional.of(new LookupTable(
                        Arrays.stream(outputs).mapToInt(Math::toIntExact).toArray()))
                : Optional.empty();
    }
}
