package intaglio.frontend;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.NetworkCheck.WeightShape;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.CheckpointReader;
import intaglio.frontend.torch.Tensor;
import intaglio.ir.FloatModel;
import intaglio.ir.FloatParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a trained model: tensors from a PyTorch state_dict, the graph from a {@link NetworkJson} or recognised. */
public final class ModelReader {

    private ModelReader() {}

    /**
     * Reads a model. Weights that are stored as integers come out as exact floats.
     *
     * @param model a {@code .pth} file with a state_dict
     * @param networkJson the network file, or null: then the state_dict must be that of LeNet-5 (tensors of c1, c3, c5,
     *     f6 and output)
     * @throws IntaglioException (exit code 3) with everything that is wrong: missing, extra and misshapen tensors, NaN
     *     and infinite values, layers that do not fit or are not supported
     */
    public static FloatModel read(Path model, Path networkJson) {
        Checkpoint checkpoint = CheckpointReader.read(model);
        Problems problems = new Problems();
        ParameterCheck.checkFinite(checkpoint, problems);
        NetworkDescription description = networkJson == null
                ? recognise(checkpoint, problems)
                : NetworkJsonReader.describe(networkJson, problems);
        if (description == null || (networkJson != null && hasFileProblems(problems, networkJson))) {
            problems.throwIfAny();
        }
        NetworkDescription sized = withOutChannels(description, checkpoint);
        List<WeightShape> needed = NetworkCheck.check(sized, problems);
        Map<String, FloatParameters> parameters =
                ParameterCheck.check(needed, networkJson == null, checkpoint, problems);
        problems.throwIfAny();
        return new FloatModel(sized.toNetwork(), parameters);
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
        return new NetworkDescription(description.where(), description.name(), description.input(), layers);
    }

    private static NetworkDescription recognise(Checkpoint checkpoint, Problems problems) {
        if (ParameterCheck.reportBatchNorms(checkpoint, Set.of(), problems)) {
            return null;
        }
        if (LeNet5.isNamedLike(checkpoint)) {
            return LeNet5.describe(checkpoint);
        }
        problems.add(
                checkpoint.file().toString(),
                "a state_dict has no graph, and this is not the known LeNet-5; its tensors: "
                        + NetworkDraft.tensors(checkpoint),
                "describe the network in a JSON file and pass it with --network; a start, to be completed with the"
                        + " input size, pools, strides, paddings and activations (docs/network-json.md): "
                        + NetworkDraft.json(checkpoint));
        return null;
    }
}
