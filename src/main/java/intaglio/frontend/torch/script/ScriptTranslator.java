package intaglio.frontend.torch.script;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelHints;
import intaglio.frontend.torch.aten.AtenGraph;
import intaglio.frontend.torch.aten.ImageSearch;
import intaglio.frontend.torch.aten.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes a TorchScript program as ONNX. A trace says the size of its image; for a script the usual sizes are tried, and the
 * one that fits is taken where it is the only one.
 */
final class ScriptTranslator {

    private final ScriptFile file;
    private final ModelHints hints;

    ScriptTranslator(ScriptFile file, ModelHints hints) {
        this.file = file;
        this.hints = hints;
    }

    ModelProto translate() throws IOException {
        ScriptModule network = file.network();
        Optional<long[]> traced = file.tracedImage();
        if (traced.isPresent() && hints.size().isEmpty()) {
            return translate(network, image(traced.get()), traced.get()[0], Optional.empty());
        }
        return ImageSearch.find(
                file.file(),
                hints,
                ModuleTensors.firstWeight(network, file),
                candidate -> translate(network, candidate.shape(), 1, candidate.note()));
    }

    private int[] image(long[] traced) {
        boolean fits = traced.length >= 2
                && traced.length <= 4
                && Arrays.stream(traced).allMatch(size -> size > 0 && size <= 1 << 24);
        if (!fits) {
            throw IntaglioException.badInput(
                    file.file(),
                    "was traced with an image of " + Arrays.toString(traced) + ", needed are 2 to 4 axes",
                    "trace it with one batch of images");
        }
        int[] shape = Arrays.stream(traced).mapToInt(Math::toIntExact).toArray();
        shape[0] = 1;
        return shape;
    }

    private ModelProto translate(ScriptModule network, int[] shape, long batch, Optional<String> note) {
        AtenGraph graph = new AtenGraph();
        Value image = graph.input(shape, batch);
        note.ifPresent(graph::note);
        Object result = new Interpreter(file, graph).run(network, image);
        if (result instanceof Value output && output.shape().length >= 2) {
            return graph.toModel(output);
        }
        throw IntaglioException.badInput(
                file.file(), "gives something else than one tensor for each image", "export a network with one output");
    }
}
