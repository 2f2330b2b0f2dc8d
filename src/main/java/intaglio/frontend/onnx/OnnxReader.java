package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.ModelHints;
import intaglio.frontend.layer.Labels;
import intaglio.frontend.qdq.QdqRewriting;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.FloatParameters;
import intaglio.ir.GivenQuantization;
import intaglio.onnx.OnnxGraphBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an ONNX model into layers. Memory is bounded by the limits here and in {@link ConstantReader}. */
public final class OnnxReader {

    private static final long FIRST_OPSET = 7;
    private static final long LAST_OPSET = 25;
    private static final int MAX_NOTE = 400;

    /** Names that exporters give to every graph. */
    private static final Set<String> NAMELESS =
            Set.of("", "torch_jit", "torch-jit-export", "main_graph", "main", "graph", "tf2onnx");

    private OnnxReader() {}

    /**
     * Reads a model.
     *
     * @param hints what the user says of it, where the file does not
     * @throws IntaglioException (exit code 3) with everything that is not supported or wrong: node, reason, nearest
     *     supported rewrite
     */
    public static OnnxNetwork read(Path file, ModelHints hints) {
        return read(file, new OnnxFormat().toOnnx(file, hints), hints);
    }

    /** Reads a model from the bytes of its file. */
    static OnnxNetwork read(Path file, byte[] bytes) {
        return read(file, OnnxFormat.parse(file, bytes), ModelHints.NONE);
    }

    /** Reads the ONNX form of a model; messages name {@code file}. */
    public static OnnxNetwork read(Path file, ModelProto written, ModelHints hints) {
        ModelProto model = QdqRewriting.rewrite(written);
        Problems problems = new Problems();
        GraphProto graph = model.getGraph();
        long opset = opset(model, file, problems);
        if (graph.getSparseInitializerCount() > 0) {
            problems.add(
                    file + ": graph",
                    "has " + graph.getSparseInitializerCount() + " sparse initializers",
                    "store them as dense tensors");
        }
        GraphInput input = GraphInput.of(graph, hints.size(), file.toString(), problems);
        GraphDraft draft = new GraphDraft(input);
        model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(OnnxGraphBuilder.NOTE))
                .forEach(entry -> draft.notes().add(Text.printable(entry.getValue(), MAX_NOTE)));
        Flow output = new GraphReader(file, graph, opset, problems).read(input, draft);
        problems.throwIfAny();
        OutputKind kind = GraphOutput.finish(output, hints.output());
        if (problems.isEmpty() && !draft.hasWeights()) {
            problems.add(file + ": graph", "has no layer with weights", "give a network with convolutions or Gemms");
        }
        problems.throwIfAny();
        output.quantization().finish(output, kind);
        Map<LayerDraft, String> labels = labels(draft);
        List<OnnxLayer> layers = layers(draft, labels, problems);
        problems.throwIfAny();
        Optional<GivenQuantization> given = output.quantization().isActive()
                ? Optional.of(GivenLayers.of(output, List.copyOf(labels.values())))
                : Optional.empty();
        return new OnnxNetwork(
                name(graph, file),
                input.shape(),
                InputNormalization.of(draft, input),
                input.bytes(),
                draft.notes(),
                layers,
                kind,
                given);
    }

    private static Map<LayerDraft, String> labels(GraphDraft draft) {
        // In a network file this word stands for the network's input.
        Set<String> taken = new HashSet<>(Set.of("input"));
        Map<LayerDraft, String> labels = new LinkedHashMap<>();
        draft.layers().forEach(layer -> labels.put(layer, Labels.free(layer.name(), taken)));
        return labels;
    }

    private static List<OnnxLayer> layers(GraphDraft draft, Map<LayerDraft, String> labels, Problems problems) {
        List<OnnxLayer> layers = new ArrayList<>();
        for (LayerDraft layer : draft.layers()) {
            List<String> inputs = layer.inputs().stream()
                    .map(input -> input == null ? Network.INPUT : labels.get(input))
                    .toList();
            FloatParameters parameters = layer.weighted()
                    .map(weighted -> weighted.weights().toParameters(layer.where(), problems))
                    .orElse(null);
            layers.add(new OnnxLayer(
                    layer.where(), new intaglio.graph.Node(layer.toLayer(labels.get(layer)), inputs), parameters));
        }
        return layers;
    }

    /** The graph's own name; where the exporter gave none, the file's. */
    private static String name(GraphProto graph, Path file) {
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String name = NAMELESS.contains(graph.getName()) ? stem : graph.getName();
        return Labels.free(name, new HashSet<>());
    }

    private static long opset(ModelProto model, Path file, Problems problems) {
        long opset = 0;
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
                opset = Math.max(opset, set.getVersion());
            }
        }
        if (opset < FIRST_OPSET || opset > LAST_OPSET) {
            problems.add(
                    file.toString(),
                    opset == 0
                            ? "says no opset"
                            : "uses opset " + opset + ", read are " + FIRST_OPSET + " to " + LAST_OPSET,
                    "export the model with opset 13");
        }
        return opset;
    }
}
