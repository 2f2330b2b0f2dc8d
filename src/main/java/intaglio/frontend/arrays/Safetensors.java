package intaglio.frontend.arrays;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Printable;
import intaglio.diag.Problems;
import intaglio.frontend.TensorFormat;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * The safetensors format: 8 bytes with the length of the header, little-endian; the header as JSON, which says type, shape
 * and place of each tensor; then the elements.
 */
public final class Safetensors implements TensorFormat {

    private static final int MAX_HEADER_BYTES = 1 << 22;
    private static final String METADATA = "__metadata__";
    private static final String AGAIN = "the file is cut off or damaged: save or download it again";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Map<String, ElementType> TYPES = Map.of(
            "F64", ElementType.DOUBLE,
            "F32", ElementType.FLOAT,
            "F16", ElementType.HALF,
            "BF16", ElementType.BFLOAT16,
            "I8", ElementType.INT8,
            "U8", ElementType.UINT8,
            "I16", ElementType.INT16,
            "I32", ElementType.INT32,
            "I64", ElementType.INT64);

    @Override
    public boolean recognises(Path file, byte[] head) {
        return head.length > Long.BYTES && head[Long.BYTES] == '{' && head[Long.BYTES - 1] == 0;
    }

    @Override
    public Checkpoint read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(
                            FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE))
                    .order(ByteOrder.LITTLE_ENDIAN);
            return tensors(file, bytes);
        } catch (IOException e) {
            throw IntaglioException.badInput(file.toString(), "cannot be read (" + IoReason.of(e) + ")", AGAIN);
        }
    }

    private static Checkpoint tensors(Path file, ByteBuffer bytes) {
        long length = bytes.getLong();
        if (length < 0 || length > MAX_HEADER_BYTES || length > bytes.remaining()) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "a safetensors file whose header has " + Long.toUnsignedString(length) + " bytes; the file has "
                            + bytes.remaining() + " more, and at most " + MAX_HEADER_BYTES + " are read",
                    AGAIN);
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        ByteBuffer elements = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Problems problems = new Problems();
        NamedArrays arrays = new NamedArrays(file, problems);
        json(file, header).properties().stream()
                .filter(entry -> !entry.getKey().equals(METADATA))
                .forEach(entry -> add(arrays, entry.getKey(), entry.getValue(), elements));
        problems.throwIfAny();
        return arrays.toCheckpoint();
    }

    private static JsonNode json(Path file, byte[] header) {
        try {
            JsonNode json = MAPPER.readTree(header);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw IntaglioException.badInput(
                    file.toString(),
                    "a safetensors file whose header is not JSON (" + Printable.of(reason) + ")",
                    AGAIN);
        }
        throw IntaglioException.badInput(file.toString(), "a safetensors file whose header is no JSON object", AGAIN);
    }

    private static void add(NamedArrays arrays, String name, JsonNode entry, ByteBuffer elements) {
        String word = entry.path("dtype").asText();
        ElementType type = TYPES.get(word);
        if (type == null) {
            arrays.problem(
                    name,
                    "has elements of type '" + Printable.of(word) + "', which is not read",
                    "store it as F32; read are "
                            + TYPES.keySet().stream().sorted().toList());
            return;
        }
        long[] shape = longs(entry.path("shape"));
        long[] place = longs(entry.path("data_offsets"));
        boolean within = place.length == 2 && place[0] >= 0 && place[1] >= place[0] && place[1] <= elements.limit();
        if (!within || !arrays.fits(shape, type, place[1] - place[0])) {
            arrays.problem(
                    name,
                    "of shape " + Printable.of(entry.path("shape").toString()) + " and type " + word + " is at bytes "
                            + Printable.of(entry.path("data_offsets").toString()) + " of " + elements.limit()
                            + ", which do not fit each other",
                    AGAIN);
            return;
        }
        ByteBuffer own =
                elements.slice((int) place[0], (int) (place[1] - place[0])).order(ByteOrder.LITTLE_ENDIAN);
        arrays.add(name, type, shape, false, own);
    }

    /** An element that is no integer becomes -1, which fits nowhere. */
    private static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).canConvertToLong() && array.get(i).isIntegralNumber()
                    ? array.get(i).longValue()
                    : -1;
        }
        return values;
    }
}
