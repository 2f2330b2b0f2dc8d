package intaglio.frontend;

import intaglio.frontend.arrays.Npz;
import intaglio.frontend.arrays.Safetensors;
import intaglio.frontend.keras.KerasWeights;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.CheckpointReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The formats of models that are tensors alone. */
final class TensorFormats {

    /** In this order they are asked; every other file is taken for one of PyTorch. */
    private static final List<TensorFormat> ALL = List.of(new KerasWeights(), new Safetensors(), new Npz());

    private TensorFormats() {}

    /**
     * The tensors of a file that has no graph.
     *
     * @throws intaglio.diag.IntaglioException (exit code 3) with everything that is wrong with it
     */
    static Checkpoint read(Path file) {
        if (Files.isRegularFile(file)) {
            try (var stream = Files.newInputStream(file)) {
                byte[] head = stream.readNBytes(GraphFormats.HEAD_BYTES);
                for (TensorFormat format : ALL) {
                    if (format.recognises(file, head)) {
                        return format.read(file);
                    }
                }
            } catch (IOException e) {
                return CheckpointReader.read(file);
            }
        }
        return CheckpointReader.read(file);
    }
}
