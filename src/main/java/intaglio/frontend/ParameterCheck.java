package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.frontend.NetworkCheck.WeightShape;
import intaglio.frontend.layer.BatchNormalization;
import intaglio.frontend.layer.ChannelOrder;
import intaglio.frontend.layer.FoldedWeights;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import intaglio.ir.FloatParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Matches the tensors of a checkpoint with what the layers need, and reports every difference. */
final class ParameterCheck {

    /** Problems of one kind shown before the rest is only counted. */
    private static final int MAX_SHOWN = 20;

    private static final String BATCH_NORM_MEAN = ".running_mean";

    private final Checkpoint checkpoint;
    private final Problems problems;
    private final Set<String> used = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();

    private ParameterCheck(Checkpoint checkpoint, Problems problems) {
        this.checkpoint = checkpoint;
        this.problems = problems;
    }

    /**
     * The parameters by layer label; incomplete where problems were added.
     *
     * @param needed from {@link NetworkCheck#check}
     * @param biasRequired whether an absent bias is a problem or zeros
     */
    static Map<String, FloatParameters> check(
            List<WeightShape> needed, boolean biasRequired, Checkpoint checkpoint, Problems problems) {
        ParameterCheck check = new ParameterCheck(checkpoint, problems);
        Map<String, FloatParameters> parameters = new LinkedHashMap<>();
        for (WeightShape shape : needed) {
            LayerDescription layer = shape.layer();
            Tensor weight = check.tensor(layer, layer.weightName(), true, shape.sizes());
            Tensor bias = check.tensor(layer, layer.biasName(), biasRequired, layer.outChannels());
            BatchNormalization norm = check.batchNorm(layer);
            if (weight != null && problems.isEmpty()) {
                parameters.put(layer.label(), fold(layer, check.planar(weight, shape), bias, norm, problems));
            }
        }
        check.batchNorms();
        check.extra();
        return parameters;
    }

    /** Weights that read an image in CHW order. */
    private float[] planar(Tensor weight, WeightShape shape) {
        return checkpoint.conventions().isChannelsLast()
                ? shape.flattened()
                        .map(image -> ChannelOrder.planar(weight.values(), image))
                        .orElse(weight.values())
                : weight.values();
    }

    private static FloatParameters fold(
            LayerDescription layer, float[] weights, Tensor bias, BatchNormalization norm, Problems problems) {
        FoldedWeights folded = new FoldedWeights(weights, layer.outChannels());
        if (bias != null) {
            folded.add(bias.values(), 1);
        }
        if (norm != null && norm.check(layer.where(), problems)) {
            folded.normalize(norm);
        }
        return folded.toParameters(layer.where(), problems);
    }

    /** The normalization that belongs to a layer, or null where it has none or its tensors are not there. */
    private BatchNormalization batchNorm(LayerDescription layer) {
        if (layer.batchNorm() == null) {
            return null;
        }
        String prefix = layer.batchNorm().tensors();
        int channels = layer.outChannels();
        Tensor gain = tensor(layer, prefix + ".weight", false, channels);
        Tensor shift = tensor(layer, prefix + ".bias", false, channels);
        Tensor mean = tensor(layer, prefix + BATCH_NORM_MEAN, true, channels);
        Tensor variance = tensor(layer, prefix + ".running_var", true, channels);
        use(prefix + ".num_batches_tracked");
        if (mean == null || variance == null) {
            return null;
        }
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return new BatchNormalization(
                gain == null ? ones : gain.values(),
                shift == null ? new float[channels] : shift.values(),
                mean.values(),
                variance.values(),
                layer.batchNorm().eps().orElse(checkpoint.conventions().epsilon()));
    }

    /** The tensor, or null where it is absent. */
    private Tensor tensor(LayerDescription layer, String name, boolean required, int... sizes) {
        Tensor tensor = use(name);
        if (tensor == null) {
            if (required) {
                missing.add(name);
                problems.add(
                        where(name),
                        "the tensor is missing, layer '" + layer.label() + "' needs it (" + shapeText(sizes) + ")",
                        Spelling.suggestion(
                                name,
                                checkpoint.byName().keySet(),
                                "the file has " + NetworkDraft.tensors(checkpoint)));
            }
            return null;
        }
        if (!matches(tensor.shape(), sizes)) {
            problems.add(
                    where(name),
                    "has shape " + tensor.shapeText() + ", layer '" + layer.label() + "' needs " + shapeText(sizes)
                            + " (" + axes(sizes.length) + ")",
                    "correct the network's layer, its input size, or the model");
        }
        return tensor;
    }

    /** The tensor, or null; it belongs to a layer now. */
    private Tensor use(String name) {
        Tensor tensor = checkpoint.tensor(name);
        if (tensor != null) {
            used.add(tensor.name());
        }
        return tensor;
    }

    private static String axes(int rank) {
        return switch (rank) {
            case 4 -> "outChannels x inChannels x kernel";
            case 2 -> "outChannels x inputs";
            default -> "outChannels";
        };
    }

    /** A needed size of 0 is unknown and matches every size but 0. */
    private static boolean matches(int[] found, int[] needed) {
        if (found.length != needed.length) {
            return false;
        }
        for (int d = 0; d < needed.length; d++) {
            if (found[d] == 0 || (needed[d] != 0 && needed[d] != found[d])) {
                return false;
            }
        }
        return true;
    }

    private static String shapeText(int[] sizes) {
        return Arrays.stream(sizes)
                .mapToObj(size -> size == 0 ? "?" : Integer.toString(size))
                .collect(Collectors.joining("x"));
    }

    /** Reports every batch normalization that no layer has; their tensors are no other problem. */
    private void batchNorms() {
        for (Tensor tensor : checkpoint.tensors()) {
            if (tensor.name().endsWith(BATCH_NORM_MEAN) && !used.contains(tensor.name())) {
                String name = prefix(tensor.name());
                problems.add(
                        checkpoint.file() + ": " + name,
                        "a batch normalization of " + tensor.shapeText() + " channels that belongs to no layer",
                        "in the network file (--network, docs/network-json.md), give the convolution or linear layer"
                                + " before it \"batchnorm\": \"" + name + "\"");
            }
        }
        for (Tensor tensor : checkpoint.tensors()) {
            if (checkpoint.tensor(prefix(tensor.name()) + BATCH_NORM_MEAN) != null) {
                used.add(tensor.name());
            }
        }
    }

    private void extra() {
        List<Tensor> extra = checkpoint.tensors().stream()
                .filter(tensor -> !used.contains(tensor.name()))
                .toList();
        for (Tensor tensor : extra.subList(0, Math.min(MAX_SHOWN, extra.size()))) {
            problems.add(
                    where(tensor.name()),
                    "the tensor (" + tensor.shapeText() + ") belongs to no layer",
                    Spelling.suggestion(
                            tensor.name(), missing, "add its layer to the network, or take it out of the model"));
        }
        if (extra.size() > MAX_SHOWN) {
            problems.add(
                    checkpoint.file().toString(),
                    (extra.size() - MAX_SHOWN) + " more tensors belong to no layer",
                    "add their layers to the network");
        }
    }

    /** Reports NaN and infinite values in any tensor, with their count and the first place. */
    static void checkFinite(Checkpoint checkpoint, Problems problems) {
        for (Tensor tensor : checkpoint.tensors()) {
            float[] values = tensor.values();
            int count = 0;
            int first = -1;
            for (int i = values.length - 1; i >= 0; i--) {
                if (!Float.isFinite(values[i])) {
                    count++;
                    first = i;
                }
            }
            if (count > 0) {
                problems.add(
                        checkpoint.file() + ": " + tensor.name(),
                        String.format(
                                Locale.ROOT,
                                "%d of %d values are NaN or infinite, the first is %s at %s",
                                count,
                                values.length,
                                values[first],
                                tensor.indexText(first)),
                        "train or export the model again");
            }
        }
    }

    private String where(String name) {
        return checkpoint.file() + ": " + name;
    }

    private static String prefix(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }
}
