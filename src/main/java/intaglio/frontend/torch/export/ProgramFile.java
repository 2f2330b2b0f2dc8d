package intaglio.frontend.torch.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.diag.Problems;
import intaglio.frontend.archive.ZipArchive;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.CheckpointReader;
import intaglio.frontend.torch.ElementType;
import intaglio.frontend.torch.StorageReference;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.TensorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of an exported program.
 *
 * @param graph name of the entry with the graph
 * @param isOld whether it has the layout from before PyTorch 2.8: weights as a state_dict within
 */
record ProgramFile(Path file, ZipArchive zip, String graph, boolean isOld) {

    static final String AGAIN = "the file is cut off or damaged: export the model again";

    private static final String OLD_GRAPH = "serialized_exported_program.json";
    private static final String NEW_GRAPH = "models/model.json";
    private static final int MAX_JSON_BYTES = 1 << 24;
    private static final long MAX_WEIGHT_BYTES = 1 << 28;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** PyTorch's numbers of element types. */
    private static final Map<Integer, ElementType> TYPES = Map.of(
            1, ElementType.UINT8,
            2, ElementType.INT8,
            3, ElementType.INT16,
            4, ElementType.INT32,
            5, ElementType.INT64,
            6, ElementType.HALF,
            7, ElementType.FLOAT,
            8, ElementType.DOUBLE,
            13, ElementType.BFLOAT16);

    /** Empty for any other zip file. */
    static Optional<ProgramFile> of(Path file, ZipArchive zip) {
        return zip.names().stream()
                .filter(name ->
                        name.equals(OLD_GRAPH) || name.endsWith("/" + OLD_GRAPH) || name.endsWith("/" + NEW_GRAPH))
                .findFirst()
                .map(name -> new ProgramFile(file, zip, name, name.endsWith(OLD_GRAPH)));
    }

    JsonNode program() throws IOException {
        return json(graph);
    }

    private JsonNode json(String name) throws IOException {
        byte[] bytes = zip.bytes(name, MAX_JSON_BYTES);
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw IntaglioException.badInput(
                    file + ": " + Printable.of(name), "is not JSON (" + Printable.of(reason) + ")", AGAIN);
        }
    }

    /** All weights and constants by name. */
    Map<String, Tensor> tensors() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        if (isOld) {
            for (String name : zip.names()) {
                if (name.contains("serialized_state_dict.") || name.contains("serialized_constants.")) {
                    addStateDict(name, tensors);
                }
            }
            return tensors;
        }
        Problems problems = new Problems();
        String root = graph.substring(0, graph.length() - NEW_GRAPH.length());
        for (String kind : new String[] {"weights", "constants"}) {
            String folder = root + "data/" + kind + "/";
            String name = folder + "model_" + kind + "_config.json";
            if (zip.size(name) >= 0) {
                for (Map.Entry<String, JsonNode> entry :
                        json(name).path("config").properties()) {
                    add(entry.getKey(), entry.getValue(), folder, tensors, problems);
                }
            }
        }
        problems.throwIfAny();
        return tensors;
    }

    private void addStateDict(String name, Map<String, Tensor> tensors) throws IOException {
        byte[] bytes = zip.bytes(name, MAX_WEIGHT_BYTES);
        if (bytes.length > 0) {
            Checkpoint inner = CheckpointReader.within(file + ": " + name, bytes);
            tensors.putAll(inner.byName());
        }
    }

    private void add(String name, JsonNode config, String folder, Map<String, Tensor> tensors, Problems problems)
            throws IOException {
        String where = file + ": " + Printable.of(name);
        JsonNode meta = config.path("tensor_meta");
        ElementType type = TYPES.get(meta.path("dtype").asInt());
        String entry = folder + config.path("path_name").asText();
        if (type == null || config.path("use_pickle").asBoolean() || zip.size(entry) < 0) {
            problems.add(
                    where,
                    type == null
                            ? "has elements of PyTorch's type number "
                                    + meta.path("dtype").asInt() + ", which is not read"
                            : "is not in the file as plain bytes",
                    "export the model with float weights");
            return;
        }
        byte[] bytes = zip.bytes(entry, MAX_WEIGHT_BYTES);
        StorageReference storage = new StorageReference(entry, type, bytes.length / type.bytes());
        TensorView view = new TensorView(
                storage,
                meta.path("storage_offset").path("as_int").asLong(),
                sizes(meta, "sizes"),
                sizes(meta, "strides"));
        String problem = view.problem();
        if (problem != null || view.elements() > MAX_WEIGHT_BYTES / Float.BYTES) {
            problems.add(where, problem == null ? "has more elements than are read" : problem, AGAIN);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        tensors.put(name, new Tensor(name, view.intShape(), view.values(buffer, where, problems)));
    }

    private static long[] sizes(JsonNode meta, String key) {
        JsonNode list = meta.path(key);
        long[] sizes = new long[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = list.get(i).path("as_int").asLong(-1);
        }
        return sizes;
    }
}
