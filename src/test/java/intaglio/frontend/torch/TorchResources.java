package intaglio.frontend.torch;

import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelHints.ImageSize;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import java.nio.file.Path;
import java.util.Optional;

/** The files that {@code make_torch.py} has written. */
final class TorchResources {

    static final Path FOLDER = Path.of("src/test/resources/torch");

    /** The network of all files {@code same.*}, for those that hold tensors alone. */
    static final String SAME_NETWORK = """
            {"name": "same", "input": [2, 10, 12], "layers": [
              {"kind": "conv2d", "name": "a", "tensors": "0.0", "kernel": [3, 5], "padding": [1, 2], "activation": "relu"},
              {"kind": "maxpool", "name": "p", "kernel": 2},
              {"kind": "conv2d", "name": "b", "tensors": "1", "kernel": [2, 3], "stride": [1, 2], "activation": "relu"},
              {"kind": "dense", "name": "c", "tensors": "5", "activation": "relu"},
              {"kind": "dense", "name": "d", "tensors": "7"}]}
            """;

    private TorchResources() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** A file with its own graph; its image has that size. */
    static FloatModel read(String name, int height, int width) {
        return ModelReader.read(file(name), null, hints(height, width));
    }

    static ModelHints hints(int height, int width) {
        return new ModelHints(Optional.empty(), Optional.of(new ImageSize(height, width)), Optional.empty());
    }
}
