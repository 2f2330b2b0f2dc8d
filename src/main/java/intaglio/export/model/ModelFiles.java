package intaglio.export.model;

import intaglio.frontend.NetworkJson;
import intaglio.graph.FloatModel;
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
