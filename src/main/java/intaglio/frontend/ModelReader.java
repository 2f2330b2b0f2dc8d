package intaglio.frontend;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.ModelHints.ImageSize;
import intaglio.frontend.NetworkCheck.Checked;
import intaglio.frontend.onnx.OnnxNetwork;
import intaglio.frontend.onnx.OnnxReader;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import intaglio.graph.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a trained model, its format told by content: a {@link GraphFormat}, or a PyTorch state_dict with the graph from
 * a {@link NetworkJson} or recognised.
 */
public final class ModelReader {

    private ModelReader() {}

    /** Reads a model, its pixels as its file says, or as p/255. */
    public static FloatModel read(Path model, Path networkJson) {
        return read(model, networkJson, ModelHints.NONE);
    }

    /**
     * Reads a model. Weights that are stored as integers come out as exact floats.
     *
     * @param model a file of a {@link GraphFormat}, or a {@code .pth} file with a state_dict
     * @param networkJson the network file of a state_dict, or null: then it must be that of LeNet-5 (tensors of c1, c3,
     *     c5, f6 and output); an ONNX file has its own graph
     * @param hints what the user says of the model, where its file does not
     * @throws IntaglioException (exit code 3) with everything that is wrong: missing, extra and misshapen tensors, NaN
     *     and infinite values, layers and operators that do not fit or are not supported
     */
    public static FloatModel read(Path model, Path networkJson, ModelHints hints) {
        Optional<GraphFormat> format = GraphFormats.of(model);
        if (format.isPresent()) {
            return readGraph(format.get(), model, networkJson, hints);
        }
        Checkpoint checkpoint = TensorFormats.read(model);
        Problems problems = new Problems();
        ParameterCheck.checkFinite(checkpoint, problems);
        NetworkDescription description = networkJson == null
                ? recognise(checkpoint, problems)
                : NetworkJsonReader.describe(networkJson, problems);
        if (description == null || (networkJson != null && hasFileProblems(problems, networkJson))) {
            problems.throwIfAny();
        }
        NetworkDescription sized =
                InputMeaning.resolve(withOutChannels(description, checkpoint), hints.normalization(), problems);
        checkSize(sized, hints, problems);
        Checked checked = NetworkCheck.check(sized, problems);
        Map<String, FloatParameters> parameters =
                ParameterCheck.check(checked.weights(), networkJson == null, checkpoint, problems);
        NetworkDescription complete = complete(sized, checked, hints, problems)
                .withAssumptions(checkpoint.notes())
                .withAssumption(checkpoint.conventions().note());
        problems.throwIfAny();
        return new FloatModel(complete.toNetwork(), parameters);
    }

    /** With the meaning of its output; as it is where the shape of that is not known, which has been reported. */
    private static NetworkDescription complete(
            NetworkDescription network, Checked checked, ModelHints hints, Problems problems) {
        return checked.output()
                .map(output -> LastActivation.leftOut(OutputChoice.resolve(network, output, hints.output(), problems)))
                .orElse(network);
    }

    private static void checkSize(NetworkDescription network, ModelHints hints, Problems problems) {
        ImageSize written =
                new ImageSize(network.input().height(), network.input().width());
        if (hints.size().isPresent() && !hints.size().get().equals(written)) {
            problems.add(
                    "command line",
                    "says --input-size " + hints.size().get() + ", but the network file says " + written,
                    "leave --input-size out, or change \"input\" in the network file");
        }
    }

    /**
     * The tensors of a model file without a graph; empty for a file with one.
     *
     * @throws IntaglioException (exit code 3) with everything that is wrong with the tensors themselves
     */
    public static Optional<Checkpoint> checkpoint(Path model) {
        if (GraphFormats.of(model).isPresent()) {
            return Optional.empty();
        }
        Checkpoint checkpoint = TensorFormats.read(model);
        Problems problems = new Problems();
        ParameterCheck.checkFinite(checkpoint, problems);
        problems.throwIfAny();
        return Optional.of(checkpoint);
    }

    private static FloatModel readGraph(GraphFormat format, Path model, Path networkJson, ModelHints hints) {
        if (networkJson != null) {
            throw IntaglioException.badInput(
                    networkJson.toString(),
                    "a network file is for weights without a graph, but " + model + " is " + format.title()
                            + " with its own",
                    "leave --network out");
        }
        OnnxNetwork read = OnnxReader.read(model, format.toOnnx(model, hints), hints);
        List<LayerDescription> layers = read.layers().stream()
                .map(layer -> LayerDescription.of(
                        layer.where(), layer.node().layer(), layer.node().inputs()))
                .toList();
        Problems problems = new Problems();
        NetworkDescription described = new NetworkDescription(
                model + ": ",
                read.name(),
                read.input(),
                read.normalization(),
                read.notes(),
                layers,
                Optional.of(read.output()));
        NetworkDescription withoutEnd = LastActivation.leftOut(described);
        NetworkDescription description = describedInput(withoutEnd, read, hints.normalization(), problems);
        Checked checked = NetworkCheck.check(description, problems);
        checked.output().ifPresent(output -> OutputChoice.resolve(description, output, Optional.empty(), problems));
        if (layers.size() > NetworkCheck.MAX_LAYERS) {
            problems.add(
                    model.toString(),
                    "has " + layers.size() + " layers, at most " + NetworkCheck.MAX_LAYERS + " are supported",
                    "give a smaller network");
        }
        problems.throwIfAny();
        Map<String, FloatParameters> parameters = new LinkedHashMap<>();
        read.layers().stream()
                .filter(layer -> layer.parameters() != null)
                .forEach(layer -> parameters.put(layer.node().label(), layer.parameters()));
        return new FloatModel(
                description.toNetwork(),
                parameters,
                read.given().map(given -> given.withScaleBits(format.scaleBits())));
    }

    private static NetworkDescription describedInput(
            NetworkDescription described, OnnxNetwork read, Optional<Normalization> said, Problems problems) {
        if (read.normalization().isPresent() && !read.saysPixels()) {
            return InputMeaning.ofGraph(described, said, problems);
        }
        return read.given().isPresent()
                ? InputMeaning.ofQuantized(described, said, problems)
                : InputMeaning.resolve(described, said, problems);
    }

    /** A network file with mistakes in itself would only cause follow-up problems in the checks of the graph. */
    private static boolean hasFileProblems(Problems problems, Path networkJson) {
        return problems.found().stream().anyMatch(problem -> problem.where().startsWith(networkJson + ": "));
    }

    private static NetworkDescription withOutChannels(NetworkDescription description, Checkpoint checkpoint) {
        List<LayerDescription> layers = description.layers().stream()
                .map(layer -> {
                    Tensor weight = checkpoint.tensor(layer.weightName());
                    boolean open = layer.kind().isWeighted() && layer.outChannels() == 0;
                    return open && weight != null && weight.shape().length > 0
                            ? layer.withOutChannels(weight.shape()[0])
                            : layer;
                })
                .toList();
        return description.withLayers(layers);
    }

    private static NetworkDescription recognise(Checkpoint checkpoint, Problems problems) {
        if (LeNet5.isNamedLike(checkpoint) && !NetworkDraft.hasBatchNorms(checkpoint)) {
            return LeNet5.describe(checkpoint);
        }
        problems.add(
                checkpoint.file().toString(),
                "a state_dict has no graph, and this is not the known LeNet-5; its tensors: "
                        + NetworkDraft.tensors(checkpoint),
                "describe the network in a JSON file and pass it with --network; a start, to be completed with the"
                        + " input size, pools, strides, paddings and activations (docs/network-json.md), which"
                        + " 'intaglio inspect " + checkpoint.file() + " --write net.json' writes as a file: "
                        + NetworkDraft.json(checkpoint));
        return null;
    }
}
