package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The graph of a model, or of a model within one.
 *
 * @param layers in the order of the file
 * @param inputs outputs of its input layers
 */
record KerasModel(String name, List<KerasLayer> layers, List<Reference> inputs, List<Reference> outputs) {

    private static final int MAX_LAYERS = 2_000;

    /**
     * Reads what Keras writes of a model.
     *
     * @param where for messages
     * @param model with {@code class_name} and {@code config}
     * @throws IntaglioException (exit code 3) where it is no model of layers
     */
    static KerasModel of(String where, JsonNode model) {
        String className = model.path("class_name").asText();
        if (!KerasLayer.isModel(className)) {
            throw IntaglioException.badInput(
                    where,
                    "is a model of the class '" + Printable.of(className)
                            + "', which is a program that the file does not hold",
                    "build the same network with keras.Sequential or keras.Model(inputs, outputs), copy the weights,"
                            + " and save that");
        }
        JsonNode config = model.path("config");
        // Before Keras 2.2.3 a Sequential was its list of layers.
        List<KerasLayer> layers = layers(where, config.isArray() ? config : config.path("layers"));
        String name = config.path("name").asText("");
        return className.equals("Sequential") || !config.has("output_layers")
                ? sequence(name, layers, model)
                : new KerasModel(
                        name,
                        layers,
                        Reference.listOf(config.path("input_layers")),
                        Reference.listOf(config.path("output_layers")));
    }

    private static List<KerasLayer> layers(String where, JsonNode list) {
        List<KerasLayer> layers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        list.forEach(json -> layers.add(KerasLayer.of(json)));
        boolean unique = layers.stream().allMatch(layer -> names.add(layer.name()));
        if (layers.isEmpty() || layers.size() > MAX_LAYERS || !unique) {
            throw IntaglioException.badInput(
                    where,
                    layers.isEmpty() || unique
                            ? "has " + layers.size() + " layers, read are models of 1.." + MAX_LAYERS
                            : "has two layers of one name",
                    Hdf5File.AGAIN);
        }
        return layers;
    }

    /** Each layer reads the one before it. */
    private static KerasModel sequence(String name, List<KerasLayer> layers, JsonNode model) {
        List<KerasLayer> chain = new ArrayList<>();
        if (!layers.get(0).isInput()) {
            chain.add(input(layers, model));
        } else {
            chain.add(layers.get(0));
        }
        for (KerasLayer layer : layers.subList(layers.get(0).isInput() ? 1 : 0, layers.size())) {
            chain.add(layer.behind(chain.get(chain.size() - 1).name()));
        }
        KerasLayer last = chain.get(chain.size() - 1);
        return new KerasModel(
                name,
                chain,
                List.of(new Reference(chain.get(0).name(), 0, 0)),
                List.of(new Reference(last.name(), 0, 0)));
    }

    /** The input that a sequence does not name: its sizes stand in its first layer, or in the model. */
    private static KerasLayer input(List<KerasLayer> layers, JsonNode model) {
        JsonNode sizes = layers.get(0).inputSizes();
        if (!sizes.isArray()) {
            sizes = model.path("config").path("build_input_shape");
        }
        if (!sizes.isArray()) {
            sizes = model.path("build_config").path("input_shape");
        }
        String name = "input";
        while (isTaken(name, layers)) {
            name += "_";
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("class_name", "InputLayer");
        json.putObject("config").put("name", name).set("batch_shape", sizes);
        return KerasLayer.of(json);
    }

    private static boolean isTaken(String name, List<KerasLayer> layers) {
        return layers.stream().anyMatch(layer -> layer.name().equals(name));
    }

    /** Whether images come with their channels first: layers say so, and none says otherwise. */
    boolean isChannelsFirst() {
        List<String> formats = layers.stream()
                .map(layer -> layer.config().path("data_format").asText(""))
                .toList();
        return formats.contains(Canvas.CHANNELS_FIRST) && !formats.contains("channels_last");
    }
}
