package intaglio.frontend.torch.module;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.frontend.ModelHints;
import intaglio.frontend.torch.PickleArchive;
import intaglio.frontend.torch.PickleDict;
import intaglio.frontend.torch.PickleObject;
import intaglio.frontend.torch.PickleTuple;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.TensorView;
import intaglio.frontend.torch.aten.AtenCall;
import intaglio.frontend.torch.aten.AtenGraph;
import intaglio.frontend.torch.aten.AtenRules;
import intaglio.frontend.torch.aten.ImageSearch;
import intaglio.frontend.torch.aten.ImageSearch.Candidate;
import intaglio.frontend.torch.aten.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the layers of an {@code nn.Sequential} as ONNX. */
final class SequentialTranslator {

    private static final int MAX_DEPTH = 32;

    private final Path file;
    private final PickleArchive archive;
    private final PickleObject root;
    private final ModelHints hints;

    SequentialTranslator(Path file, PickleArchive archive, PickleObject root, ModelHints hints) {
        this.file = file;
        this.archive = archive;
        this.root = root;
        this.hints = hints;
    }

    /**
     * A layer.
     *
     * @param name from the network on: {@code 0.2}
     */
    private record Layer(String name, PickleObject module) {}

    /** Whether it is a Sequential of layers that are read, to any depth. */
    static boolean isRead(PickleObject module) {
        if (!LayerClasses.isSequential(module.className())) {
            return false;
        }
        List<Layer> layers = new ArrayList<>();
        return collect("", module, layers, 0)
                && !layers.isEmpty()
                && layers.stream()
                        .allMatch(layer -> LayerClasses.operator(layer.module().className()) != null);
    }

    /** Adds the layers in their order; returns whether the modules are nested no deeper than is read. */
    private static boolean collect(String prefix, PickleObject module, List<Layer> layers, int depth) {
        if (depth > MAX_DEPTH || layers.size() > 10_000) {
            return false;
        }
        Map<?, ?> children = module.attributes().get("_modules") instanceof PickleDict dict ? dict.entries() : Map.of();
        for (Map.Entry<?, ?> child : children.entrySet()) {
            if (!(child.getValue() instanceof PickleObject inner)) {
                return false;
            }
            String name = prefix + child.getKey();
            if (!LayerClasses.isSequential(inner.className())) {
                layers.add(new Layer(name, inner));
            } else if (!collect(name + ".", inner, layers, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    ModelProto translate() {
        List<Layer> layers = new ArrayList<>();
        collect("", root, layers, 0);
        Tensor first = layers.stream()
                .map(layer -> parameter(layer, "weight"))
                .filter(tensor -> tensor != null && tensor.shape().length > 1)
                .findFirst()
                .orElse(null);
        return ImageSearch.find(file.toString(), hints, first, candidate -> translate(layers, candidate));
    }

    private ModelProto translate(List<Layer> layers, Candidate candidate) {
        AtenGraph graph = new AtenGraph();
        candidate.note().ifPresent(graph::note);
        Object value = graph.input(candidate.shape(), 1);
        for (Layer layer : layers) {
            String operator = LayerClasses.operator(layer.module().className());
            String where = file + ": layer '" + Printable.of(layer.name()) + "' ("
                    + layer.module().className() + ")";
            value = AtenRules.apply(
                    operator,
                    new AtenCall(
                            where, layer.name(), operator, List.of(value), arguments(layer, operator, where), graph));
        }
        if (value instanceof Value output) {
            return graph.toModel(output);
        }
        throw IntaglioException.badInput(file.toString(), "gives no tensor", "save the whole network");
    }

    private Map<String, Object> arguments(Layer layer, String operator, String where) {
        Map<String, Object> arguments = new HashMap<>();
        layer.module().attributes().forEach((name, value) -> {
            Object plain = plain(value);
            if (plain != null) {
                arguments.put(LayerClasses.argument(operator, name.toString()), plain);
            }
        });
        for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
            arguments.remove(name);
            Tensor tensor = parameter(layer, name);
            if (tensor != null) {
                arguments.put(name, Value.of(tensor));
            }
        }
        arguments.put("training", false);
        check(arguments, where);
        return arguments;
    }

    private static void check(Map<String, Object> arguments, String where) {
        for (Map.Entry<String, String> only :
                Map.of("padding_mode", "zeros", "mode", "nearest").entrySet()) {
            Object found = arguments.getOrDefault(only.getKey(), only.getValue());
            if (!found.equals(only.getValue())) {
                throw IntaglioException.badInput(
                        where,
                        "has " + only.getKey() + " '" + Printable.of(found.toString()) + "', read is '"
                                + only.getValue() + "'",
                        "train it with '" + only.getValue() + "'");
            }
        }
        if (arguments.get("scale_factors") instanceof Number factor) {
            arguments.put("scale_factors", List.of(factor, factor));
        }
        arguments.remove("mode");
    }

    /** A number, word, truth value or list of numbers; null for anything else. */
    private static Object plain(Object value) {
        if (value instanceof PickleTuple tuple) {
            boolean numbers = tuple.size() <= 8 && tuple.items().stream().allMatch(item -> item instanceof Number);
            return numbers ? tuple.items().stream().collect(Collectors.toList()) : null;
        }
        boolean simple = value instanceof Long || value instanceof Double || value instanceof Boolean;
        return simple || value instanceof String ? value : null;
    }

    private Tensor parameter(Layer layer, String name) {
        for (String kind : List.of("_parameters", "_buffers")) {
            if (layer.module().attributes().get(kind) instanceof PickleDict dict
                    && dict.entries().get(name) instanceof TensorView view) {
                try {
                    return archive.tensor("data", layer.name() + "." + name, view);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return null;
    }
}
