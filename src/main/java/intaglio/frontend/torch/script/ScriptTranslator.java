package intaglio.frontend.torch.script;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelHints;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.aten.AtenGraph;
import intaglio.frontend.torch.aten.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes a TorchScript program as ONNX. A trace says the size of its image; for a script the usual sizes are tried, and the
 * one that fits is taken where it is the only one.
 */
final class ScriptTranslator {

    private static final int[] SIDES = {28, 32, 8, 16, 20, 24, 40, 48, 64, 96, 112, 128, 160, 192, 224, 227, 256};
    private static final String SAY = "say the size of its image with --input-size HxW";

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
        return search(network);
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

    private ModelProto search(ScriptModule network) {
        List<int[]> shapes = candidates(network);
        List<ModelProto> found = new ArrayList<>();
        List<IntaglioException> failures = new ArrayList<>();
        boolean said = hints.size().isPresent();
        for (int[] shape : shapes) {
            try {
                String size = Tensor.shapeText(Arrays.copyOfRange(shape, 1, shape.length));
                Optional<String> note = said
                        ? Optional.empty()
                        : Optional.of("an image of " + size + ", the only usual size that fits the layers");
                found.add(translate(network, shape, 1, note));
            } catch (IntaglioException e) {
                failures.add(e);
            }
        }
        if (found.isEmpty()) {
            throw failures.get(0);
        }
        if (found.size() > 1) {
            throw IntaglioException.badInput(
                    file.file(), "is a scripted program, which does not say the size of its image; several fit", SAY);
        }
        return found.get(0);
    }

    private List<int[]> candidates(ScriptModule network) {
        Tensor first = ModuleTensors.firstWeight(network, file);
        int inputs = first == null ? 1 : first.shape()[1];
        List<int[]> shapes = new ArrayList<>();
        int[] channels = first == null || first.shape().length == 4 ? new int[] {inputs} : new int[] {1, 3};
        for (int count : channels) {
            if (hints.size().isPresent()) {
                shapes.add(new int[] {1, count, hints.size().get().height(), hints.size().get().width()});
                continue;
            }
            for (int side : SIDES) {
                shapes.add(new int[] {1, count, side, side});
            }
        }
        if (first != null && first.shape().length == 2 && hints.size().isEmpty()) {
            shapes.add(new int[] {1, inputs});
        }
        return shapes;
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
