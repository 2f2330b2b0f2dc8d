package intaglio.frontend.torch.aten;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelHints;
import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the image of a network whose file does not say its size: the usual sizes are tried. */
public final class ImageSearch {

    private static final int[] SIDES = {28, 32, 8, 16, 20, 24, 40, 48, 64, 96, 112, 128, 160, 192, 224, 227, 256};

    /** An image to be tried: its sizes, the batch as 1, and what the user must know if it is taken. */
    public record Candidate(int[] shape, Optional<String> note) {}

    private ImageSearch() {}

    /**
     * The network with the only usual image that fits its layers.
     *
     * @param first the weights of the first layer, which say the channels; null where there are none
     * @param writer writes the network for an image
     * @throws IntaglioException (exit code 3) where none fits, or several do
     */
    public static ModelProto find(String file, ModelHints hints, Tensor first, Function<Candidate, ModelProto> writer) {
        List<ModelProto> found = new ArrayList<>();
        List<IntaglioException> failures = new ArrayList<>();
        for (Candidate candidate : candidates(hints, first)) {
            try {
                found.add(writer.apply(candidate));
            } catch (IntaglioException e) {
                failures.add(e);
            }
        }
        if (found.isEmpty()) {
            throw failures.get(0);
        }
        if (found.size() > 1) {
            throw IntaglioException.badInput(
                    file,
                    "does not say the size of its image, and several fit its layers",
                    "say the size with --input-size HxW");
        }
        return found.get(0);
    }

    private static List<Candidate> candidates(ModelHints hints, Tensor first) {
        List<Candidate> candidates = new ArrayList<>();
        boolean planes = first == null || first.shape().length == 4;
        int inputs = first == null ? 1 : first.shape()[1];
        for (int channels : planes ? new int[] {inputs} : new int[] {1, 3}) {
            hints.size()
                    .ifPresentOrElse(
                            size -> candidates.add(new Candidate(
                                    new int[] {1, channels, size.height(), size.width()}, Optional.empty())),
                            () -> Arrays.stream(SIDES).forEach(side -> candidates.add(usual(1, channels, side, side))));
        }
        if (!planes && first.shape().length == 2 && hints.size().isEmpty()) {
            candidates.add(usual(1, inputs));
        }
        return candidates;
    }

    private static Candidate usual(int... shape) {
        String size = Tensor.shapeText(Arrays.copyOfRange(shape, 1, shape.length));
        return new Candidate(shape, Optional.of("an image of " + size + ", the only usual size that fits the layers"));
    }
}
