package intaglio.export.model;

import intaglio.frontend.NetworkJson;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.quant.Uint8Quantized;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A trained network as files. The same network gives the same bytes. */
public final class ModelFiles {

    private ModelFiles() {}

    /** {@code <network>.onnx}, see {@link FloatOnnx}. */
    public static Map<String, byte[]> onnx(FloatModel model) {
        return Map.of(model.network().name() + ".onnx", FloatOnnx.bytes(model));
    }

    /**
     * {@code <network>-qdq.onnx}, see {@link QdqOnnx}.
     *
     * @param trained the graph with its activations as trained
     */
    public static Map<String, byte[]> qdq(Network trained, Uint8Quantized quantized) {
        return Map.of(trained.name() + "-qdq.onnx", QdqOnnx.bytes(trained, quantized));
    }

    /**
     * {@code <network>.json}, a network file, and {@code <network>.safetensors} with {@code <layer>.weight} (OIHW or OI)
     * and {@code <layer>.bias}.
     */
    public static Map<String, byte[]> network(FloatModel model) {
        String name = model.network().name();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(name + ".json", NetworkJson.write(model.network()).getBytes(StandardCharsets.UTF_8));
        files.put(name + ".safetensors", Safetensors.bytes(model));
        return files;
    }
}
