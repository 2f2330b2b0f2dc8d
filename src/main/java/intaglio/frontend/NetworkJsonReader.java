package intaglio.frontend;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import intaglio.frontend.LayerDescription.BatchNormTensors;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.DepthToSpace.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the format of {@link NetworkJson}; knows the file, not whether the layers fit each other. */
final class NetworkJsonReader {

    private static final int MAX_BYTES = 1 << 20;
    private static final List<String> TOP_KEYS =
            List.of("format", "name", "input", "pixels", "mean", "std", "output", "assumed", "layers");
    private static final List<String> KINDS =
            Arrays.stream(LayerKind.values()).map(LayerKind::word).toList();
    private static final List<String> PIXELS =
            Arrays.stream(PixelRange.values()).map(PixelRange::word).toList();
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String EXAMPLE = "see docs/network-json.md for an example";

    private NetworkJsonReader() {}

    /** Reads without any check of the graph; where problems were added the result may be null or incomplete. */
    static NetworkDescription describe(Path file, Problems problems) {
        JsonNode root = parse(file);
        String where = file + ": ";
        if (!root.isObject()) {
            throw IntaglioException.badInput(file.toString(), "is not a JSON object {...}", EXAMPLE);
        }
        JsonFields fields = new JsonFields(root, where, problems);
        checkFormat(fields);
        fields.refuseKeysBesides(TOP_KEYS);
        String name = fields.text("name").toLowerCase(Locale.ROOT);
        int[] input = fields.integers("input", 1, 3);
        List<LayerDescription> layers = layers(root.path("layers"), where + "/layers", problems);
        return input == null
                ? null
                : new NetworkDescription(
                        where,
                        name,
                        new Shape(input[0], input[1], input[2]),
                        normalization(fields, input[0]),
                        fields.texts("assumed"),
                        layers,
                        output(fields));
    }

    /** A file of a later version may mean something else by what looks the same. */
    private static void checkFormat(JsonFields fields) {
        int[] format = fields.has("format") ? fields.integers("format", 1, 1) : new int[] {1};
        if (format != null && format[0] > NetworkJson.FORMAT) {
            fields.wrong(
                    "format",
                    "is " + format[0] + ", this version of Intaglio reads up to " + NetworkJson.FORMAT,
                    "use the version that wrote the file, or a later one");
        }
    }

    private static Optional<OutputKind> output(JsonFields fields) {
        List<String> words = OutputMeaning.words();
        String word = fields.has("output") ? fields.word("output", words) : null;
        return Optional.ofNullable(word).map(known -> OutputKind.values()[words.indexOf(known)]);
    }

    /** Empty where the file has none of the three keys, or wrong ones, which are reported. */
    private static Optional<Normalization> normalization(JsonFields fields, int channels) {
        if (Stream.of("pixels", "mean", "std").noneMatch(fields::has)) {
            return Optional.empty();
        }
        String word = fields.has("pixels") ? fields.word("pixels", PIXELS) : PixelRange.UNIT.word();
        List<Double> mean = fields.has("mean") ? fields.reals("mean", channels) : List.of(0.0);
        List<Double> std = fields.has("std") ? fields.reals("std", channels) : List.of(1.0);
        if (std.contains(0.0)) {
            fields.wrong("std", "is 0, and pixels are divided by it", "write the numbers of the training");
            return Optional.empty();
        }
        return word == null || mean.isEmpty() || std.isEmpty()
                ? Optional.empty()
                : Optional.of(new Normalization(PixelRange.values()[PIXELS.indexOf(word)], mean, std));
    }

    private static List<LayerDescription> layers(JsonNode list, String where, Problems problems) {
        List<LayerDescription> layers = new ArrayList<>();
        if (!list.isArray() || list.isEmpty() || list.size() > NetworkCheck.MAX_LAYERS) {
            problems.add(
                    where,
                    "must be an array of 1.." + NetworkCheck.MAX_LAYERS + " layers, but has " + list.size(),
                    EXAMPLE);
            return layers;
        }
        String before = Network.INPUT;
        for (int i = 0; i < list.size(); i++) {
            LayerDescription layer = layer(list.get(i), before, where + "/" + i, problems);
            if (layer != null) {
                layers.add(layer);
                before = layer.label();
            }
        }
        return layers;
    }

    private static JsonNode parse(Path file) {
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw IntaglioException.badInput(
                    file.toString(), "no such network file, or not readable", "check the path given with --network");
        }
        try (var stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length == 0 || bytes.length > MAX_BYTES) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "a network file has 1.." + MAX_BYTES + " bytes, this has " + Files.size(file),
                        "give the JSON file of the network");
            }
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw notJson(file, e);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", "check the file");
        }
    }

    private static IntaglioException notJson(Path file, JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String place = location == null ? "" : ":" + location.getLineNr() + ":" + location.getColumnNr();
        return IntaglioException.badInput(
                file + place,
                "not valid JSON (" + e.getOriginalMessage().replaceAll("\\s+", " ") + ")",
                "mend the file there");
    }

    private static LayerDescription layer(JsonNode node, String before, String where, Problems problems) {
        if (!node.isObject()) {
            problems.add(where, "is not a JSON object {...}", EXAMPLE);
            return null;
        }
        JsonFields fields = new JsonFields(node, where, problems);
        String name = fields.text("name");
        String word = fields.word("kind", KINDS);
        if (word == null) {
            return null;
        }
        LayerKind kind = LayerKind.of(word);
        List<String> activationKeys = kind.has("activation") ? ActivationWords.keys(fields) : List.of();
        fields.refuseKeysBesides(Stream.of(List.of("kind", "name", "inputs"), kind.keys(), activationKeys)
                .flatMap(List::stream)
                .toList());
        int[] out = kind.isWeighted() && fields.has("outChannels") ? fields.integers("outChannels", 1, 1) : null;
        return new LayerDescription(
                where + " (" + name + ")",
                kind,
                name,
                inputs(fields, before),
                kind.isWeighted() && fields.has("tensors") ? fields.text("tensors") : name,
                out == null ? 0 : out[0],
                groups(fields, kind),
                kind.has("kernel") ? window(fields, kind) : null,
                kind.has("block") ? block(fields) : 0,
                kind.has("order") ? order(fields) : null,
                kind.has("activation") ? ActivationWords.read(fields) : Activation.NONE,
                kind.isWeighted() ? batchNorm(fields) : null);
    }

    private static List<String> inputs(JsonFields fields, String before) {
        return fields.has("inputs")
                ? fields.labels("inputs").stream()
                        .map(label -> label.equals(NetworkJson.INPUT) ? Network.INPUT : label)
                        .toList()
                : List.of(before);
    }

    private static int block(JsonFields fields) {
        int[] block = fields.integers("block", 2, 1);
        return block == null ? 2 : block[0];
    }

    private static Order order(JsonFields fields) {
        List<String> words =
                Arrays.stream(Order.values()).map(NetworkJson::word).toList();
        String word = fields.has("order") ? fields.word("order", words) : null;
        return word == null ? Order.CRD : Order.values()[words.indexOf(word)];
    }

    private static BatchNormTensors batchNorm(JsonFields fields) {
        boolean given = fields.has("batchnorm");
        Optional<Float> eps = fields.has("eps") ? Optional.of(fields.positive("eps")) : Optional.empty();
        if (fields.has("eps") && !given) {
            fields.wrong("eps", "belongs to a batch normalization, but there is none", "add \"batchnorm\": \"...\"");
        }
        return given ? new BatchNormTensors(fields.text("batchnorm"), eps) : null;
    }

    private static int groups(JsonFields fields, LayerKind kind) {
        int[] groups = kind == LayerKind.CONV2D && fields.has("groups") ? fields.integers("groups", 1, 1) : null;
        return groups == null ? 1 : groups[0];
    }

    private static Window window(JsonFields fields, LayerKind kind) {
        int[] kernel = fields.integers("kernel", 1, 1, 2);
        int[] usualStride = kind == LayerKind.CONV2D ? new int[] {1} : kernel;
        int[] stride = fields.has("stride") ? fields.integers("stride", 1, 1, 2) : usualStride;
        int[] padding = fields.has("padding") ? fields.integers("padding", 0, 1, 2, 4) : new int[1];
        int[] dilation =
                kind.has("dilation") && fields.has("dilation") ? fields.integers("dilation", 1, 1, 2) : new int[] {1};
        if (kernel == null || stride == null || padding == null || dilation == null) {
            return Window.of(1, 1, 1, 1, 0, 0);
        }
        int last = padding.length - 1;
        // 1, 2 or 4 numbers: all sides, (y, x), or (top, left, bottom, right).
        return new Window(
                kernel[0],
                kernel[kernel.length - 1],
                stride[0],
                stride[stride.length - 1],
                padding[0],
                padding[Math.min(1, last)],
                padding[last == 3 ? 2 : 0],
                padding[last],
                dilation[0],
                dilation[dilation.length - 1]);
    }
}
