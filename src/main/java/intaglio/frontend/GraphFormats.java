package intaglio.frontend;

import intaglio.frontend.keras.KerasFormat;
import intaglio.frontend.onnx.OnnxFormat;
import intaglio.frontend.tflite.TfliteFormat;
import intaglio.frontend.torch.export.ExportFormat;
import intaglio.frontend.torch.module.ModuleFormat;
import intaglio.frontend.torch.script.ScriptFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The formats of models that have their graph with them. */
final class GraphFormats {

    static final int HEAD_BYTES = 64;

    /** In this order they are asked. */
    private static final List<GraphFormat> ALL = List.of(
            new TfliteFormat(),
            new OnnxFormat(),
            new KerasFormat(),
            new ExportFormat(),
            new ScriptFormat(),
            new ModuleFormat());

    private GraphFormats() {}

    /** The format of a file; empty where it is none of these, or cannot be read, which the next reader reports. */
    static Optional<GraphFormat> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var stream = Files.newInputStream(file)) {
            byte[] head = stream.readNBytes(HEAD_BYTES);
            for (GraphFormat format : ALL) {
                if (format.recognises(file, head)) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
