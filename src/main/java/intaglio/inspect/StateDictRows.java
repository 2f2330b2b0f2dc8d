package intaglio.inspect;

import intaglio.frontend.layer.Labels;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layers of a graph with legal labels: as rows of a table, and as a network. */
final class StateDictRows {

    private final Graph graph;
    private final List<LayerRow> rows = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private final Map<String, String> norms = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private Shape shape;
    private int pools;

    StateDictRows(Graph graph, List<WeightedTensors> tensors) {
        this.graph = graph;
        this.shape = graph.input();
        for (int i = 0; i < tensors.size(); i++) {
            addWeighted(graph.blocks().get(i), tensors.get(i));
            addPool(graph.blocks().get(i));
        }
    }

    List<LayerRow> rows() {
        return List.copyOf(rows);
    }

    /** The network; its activations are those that the compiler has. */
    Finding.FoundNetwork network(InputHypothesis input, List<String> assumptions) {
        Network network = new Network(
                "net", graph.input(), input.normalization(), assumptions, Network.chain(layers), OutputKind.LOGITS);
        return new Finding.FoundNetwork(network, prefixes, norms);
    }

    private void addWeighted(Block block, WeightedTensors found) {
        String label = Labels.free(found.prefix(), taken);
        Activation activation = block.function().activation();
        Weighted layer = block.window() == null
                ? new Dense(label, found.outChannels(), activation)
                : new Conv2d(label, found.outChannels(), block.window(), block.groups(), activation);
        prefixes.put(label, found.prefix());
        found.norm().ifPresent(norm -> norms.put(label, norm.prefix()));
        long weights = found.weight().values().length;
        long parameters = weights + (found.bias() == null ? 0 : found.outChannels());
        LayerRow row = LayerRow.of(layer, List.of(shape), parameters);
        add(
                layer,
                new LayerRow(
                        label, row.kind(), row.output(), parameters, row.multiplications(), read(found), found(block)));
    }

    private static String read(WeightedTensors found) {
        String kernel = found.isConvolution() ? found.kernelHeight() + "x" + found.kernelWidth() + ", " : "";
        return kernel
                + found.weight().shapeText()
                + (found.bias() == null ? ", no bias" : "")
                + found.norm().map(norm -> ", batch norm " + norm.prefix()).orElse("");
    }

    private static String found(Block block) {
        List<String> words = new ArrayList<>();
        if (block.window() != null) {
            words.add("padding " + GraphText.padding(block.window()));
            words.add("stride " + block.window().strideY());
        }
        words.add(block.function().word());
        return String.join(", ", words);
    }

    private void addPool(Block block) {
        block.pool().ifPresent(pool -> {
            pools++;
            Layer layer = new Pool2d(Labels.free("pool" + pools, taken), pool.kind(), pool.window());
            LayerRow row = LayerRow.of(layer, List.of(shape), 0);
            add(layer, new LayerRow(row.label(), row.kind(), row.output(), 0, 0, "", row.read()));
        });
    }

    private void add(Layer layer, LayerRow row) {
        layers.add(layer);
        rows.add(row);
        shape = row.output();
    }
}
