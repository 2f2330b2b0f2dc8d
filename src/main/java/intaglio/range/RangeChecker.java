package intaglio.range;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.graph.IntegerModel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks a {@code ranges.json} against the model by another method than the one that wrote it: extremal inputs are
 * written out for every output channel and evaluated in unbounded integers.
 */
public final class RangeChecker {

    private static final Set<String> OTHER_FIELDS = Set.of("label", "outputByChannel");

    private final List<String> differences = new ArrayList<>();

    private RangeChecker() {}

    /**
     * What the file says otherwise than the model, one line for each interval; empty where the file is right. A file
     * that is not JSON is one difference.
     */
    public static List<String> differences(String rangesJson, IntegerModel model) {
        RangeChecker checker = new RangeChecker();
        try {
            JsonNode root = new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(rangesJson);
            checker.checkLayers(root.path("layers"), RederivedRanges.of(model));
        } catch (JsonProcessingException notJson) {
            checker.differences.add("not JSON: " + notJson.getOriginalMessage());
        }
        return List.copyOf(checker.differences);
    }

    private void checkLayers(JsonNode layers, List<RederivedRanges> derived) {
        if (layers.size() != derived.size()) {
            differences.add("has " + layers.size() + " layers, the network has " + derived.size());
        }
        for (int i = 0; i < Math.min(layers.size(), derived.size()); i++) {
            checkLayer(layers.path(i), derived.get(i));
        }
    }

    private void checkLayer(JsonNode layer, RederivedRanges derived) {
        String label = layer.path("label").asText();
        if (!label.equals(derived.label())) {
            differences.add("layer '" + label + "' stands where the network has '" + derived.label() + "'");
            return;
        }
        String where = "layer '" + label + "', ";
        derived.fields().forEach((name, range) -> checkInterval(where + name, layer.path(name), range));
        layer.fieldNames().forEachRemaining(name -> {
            if (!OTHER_FIELDS.contains(name) && !derived.fields().containsKey(name)) {
                differences.add(where + name + ": not a range of this layer");
            }
        });
        JsonNode channels = layer.path("outputByChannel");
        if (channels.size() != derived.outputByChannel().size()) {
            differences.add(where + "outputByChannel: says " + channels.size() + " channels, the layer has "
                    + derived.outputByChannel().size());
            return;
        }
        for (int channel = 0; channel < channels.size(); channel++) {
            checkInterval(
                    where + "outputByChannel[" + channel + "]",
                    channels.path(channel),
                    derived.outputByChannel().get(channel));
        }
    }

    private void checkInterval(String where, JsonNode node, BigRange derived) {
        boolean same = isInteger(node.path("low"), derived.low())
                && isInteger(node.path("high"), derived.high())
                && isInteger(node.path("bits"), BigInteger.valueOf(derived.bits()))
                && node.path("signed").isBoolean()
                && node.path("signed").booleanValue() == derived.low().signum() < 0;
        if (!same) {
            String said = node.isMissingNode() ? "is missing" : "says " + node;
            differences.add(where + ": " + said + ", derived " + derived + " in " + derived.bits()
                    + (derived.low().signum() < 0 ? " signed bits" : " unsigned bits"));
        }
    }

    private static boolean isInteger(JsonNode node, BigInteger value) {
        return node.isIntegralNumber() && node.bigIntegerValue().equals(value);
    }
}
