package intaglio.frontend.torch.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.frontend.ModelHints;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.aten.AtenCall;
import intaglio.frontend.torch.aten.AtenGraph;
import intaglio.frontend.torch.aten.AtenRules;
import intaglio.frontend.torch.aten.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the graph of an exported program as ONNX, node by node. */
final class ProgramTranslator {

    private static final String PREFIX = "torch.ops.aten.";
    private static final int MAX_NODES = 10_000;

    /** Checks of sizes, which say nothing of a network whose sizes are known. */
    private static final List<String> CHECKS = List.of("_assert", "sym_constrain", "_guards_fn");

    private final ProgramFile program;
    private final ModelHints hints;
    private final AtenGraph graph = new AtenGraph();
    private final Map<String, Object> values = new HashMap<>();

    ProgramTranslator(ProgramFile program, ModelHints hints) {
        this.program = program;
        this.hints = hints;
    }

    /**
     * The whole model.
     *
     * @throws IntaglioException (exit code 3) with what is not read
     */
    ModelProto translate() throws IOException {
        JsonNode module = program.program().path("graph_module");
        JsonNode nodes = module.path("graph").path("nodes");
        checkOperators(nodes);
        inputs(module, program.tensors());
        for (JsonNode node : nodes) {
            translate(node);
        }
        JsonNode outputs = module.path("graph").path("outputs");
        Object output = outputs.size() == 1 ? value(outputs.get(0)) : null;
        if (output instanceof Value last) {
            return graph.toModel(last);
        }
        throw refused("has " + outputs.size() + " outputs, needed is 1 tensor", "export a model with one output");
    }

    private void checkOperators(JsonNode nodes) {
        if (nodes.size() == 0 || nodes.size() > MAX_NODES) {
            throw refused("has " + nodes.size() + " operators, read are 1.." + MAX_NODES, "give a small network");
        }
        Set<String> unknown = new LinkedHashSet<>();
        for (JsonNode node : nodes) {
            String target = node.path("target").asText();
            boolean known = isCheck(target) || SizeArithmetic.has(target) || isRead(target);
            if (!known) {
                unknown.add(Printable.of(target));
            }
        }
        if (!unknown.isEmpty()) {
            throw refused(
                    "has operators that are not read: "
                            + String.join(", ", unknown.stream().limit(10).toList()),
                    "build the network of the operators in docs/files.md");
        }
    }

    private static boolean isRead(String target) {
        return target.startsWith(PREFIX) && AtenRules.has(operator(target));
    }

    private static boolean isCheck(String target) {
        return CHECKS.stream().anyMatch(operator(target)::startsWith);
    }

    /** {@code conv2d} of {@code torch.ops.aten.conv2d.default}. */
    private static String operator(String target) {
        String rest = target.startsWith(PREFIX) ? target.substring(PREFIX.length()) : target;
        int overload = rest.indexOf('.');
        return overload < 0 ? rest : rest.substring(0, overload);
    }

    private void inputs(JsonNode module, Map<String, Tensor> tensors) {
        List<String> images = new ArrayList<>();
        for (JsonNode spec : module.path("signature").path("input_specs")) {
            spec.properties().forEach(entry -> {
                JsonNode argument = entry.getValue().path("arg");
                if (entry.getKey().equals("user_input")) {
                    images.add(argument.path("as_tensor").path("name").asText());
                } else {
                    parameter(entry.getKey(), entry.getValue(), tensors);
                }
            });
        }
        if (images.size() != 1) {
            throw refused("has " + images.size() + " inputs, 1 image is needed", "export a model of one image");
        }
        JsonNode sizes =
                module.path("graph").path("tensor_values").path(images.get(0)).path("sizes");
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i == 0 ? 1 : size(sizes.get(i), i, shape.length);
        }
        if (shape.length < 2 || shape.length > 4) {
            throw refused("has an image of " + shape.length + " axes, needed are 2 to 4", "export a model of images");
        }
        values.put(images.get(0), graph.input(shape, sizes.get(0).path("as_int").asLong(1)));
    }

    /** Of a free axis what the user says, or else what the export was made with. */
    private int size(JsonNode size, int axis, int axes) {
        if (!size.has("as_int") && axes == 4 && axis > 1 && hints.size().isPresent()) {
            return axis == 2 ? hints.size().get().height() : hints.size().get().width();
        }
        long known = size.path("as_int")
                .asLong(size.path("as_expr").path("hint").path("as_int").asLong(0));
        if (known < 1 || known > 1 << 24) {
            throw refused("has an image whose size " + axis + " is not known", "say --input-size HxW");
        }
        if (!size.has("as_int")) {
            graph.note("size " + known + " of the image's axis " + axis
                    + ", which the program leaves free, as in its export");
        }
        return (int) known;
    }

    private void parameter(String kind, JsonNode spec, Map<String, Tensor> tensors) {
        String name = spec.path(kind + "_name").asText();
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw refused(
                    "has no tensor '" + Printable.of(name) + "', which its graph needs (" + Printable.of(kind) + ")",
                    ProgramFile.AGAIN);
        }
        values.put(spec.path("arg").path("name").asText(), Value.of(tensor));
    }

    private void translate(JsonNode node) {
        String target = node.path("target").asText();
        if (isCheck(target)) {
            return;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        List<Object> places = new ArrayList<>();
        for (JsonNode input : node.path("inputs")) {
            Object value = value(input.path("arg"));
            places.add(value);
            named.put(input.path("name").asText(), value);
        }
        JsonNode outputs = node.path("outputs");
        String name = name(outputs.path(0));
        String where = program.file() + ": node '" + Printable.of(name) + "'";
        Object result = SizeArithmetic.has(target)
                ? SizeArithmetic.apply(target, places, where)
                : AtenRules.apply(
                        operator(target), new AtenCall(where, name, operator(target), List.of(), named, graph));
        if (result instanceof List<?> several && outputs.size() == several.size()) {
            for (int i = 0; i < several.size(); i++) {
                values.put(name(outputs.get(i)), several.get(i));
            }
        } else {
            values.put(name, result instanceof List<?> several ? several.get(0) : result);
        }
    }

    private static String name(JsonNode output) {
        for (String kind : List.of("as_tensor", "as_sym_int", "as_sym_float")) {
            JsonNode known = output.path(kind);
            if (!known.isMissingNode()) {
                return known.path("name").asText(known.path("as_name").asText());
            }
        }
        return "";
    }

    /** An argument; null where it is None or of a kind that no operator here needs. */
    private Object value(JsonNode argument) {
        for (Map.Entry<String, JsonNode> entry : argument.properties()) {
            JsonNode json = entry.getValue();
            return switch (entry.getKey()) {
                case "as_tensor" -> known(json.path("name").asText());
                case "as_name" -> known(json.asText());
                case "as_sym_int", "as_sym_float" -> value(json);
                case "as_int" -> json.asLong();
                case "as_float" -> json.asDouble();
                case "as_bool" -> json.asBoolean();
                case "as_string" -> json.asText();
                case "as_ints", "as_floats", "as_bools" -> list(json);
                case "as_tensors", "as_sym_ints", "as_optional_tensors" -> list(json);
                default -> null;
            };
        }
        return null;
    }

    private List<Object> list(JsonNode array) {
        List<Object> items = new ArrayList<>();
        for (JsonNode item : array) {
            if (item.isObject()) {
                items.add(item.has("name") ? known(item.path("name").asText()) : value(item));
            } else if (item.isIntegralNumber()) {
                items.add(item.asLong());
            } else {
                items.add(item.isBoolean() ? (Object) item.asBoolean() : item.asDouble());
            }
        }
        return items;
    }

    private Object known(String name) {
        if (!values.containsKey(name)) {
            throw refused("reads '" + Printable.of(name) + "' before anything gives it", ProgramFile.AGAIN);
        }
        return values.get(name);
    }

    private IntaglioException refused(String what, String help) {
        return IntaglioException.badInput(program.file().toString(), what, help);
    }
}
