package intaglio.frontend.keras;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Printable;
import intaglio.frontend.TensorFormat;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Conventions;
import intaglio.frontend.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * HDF5 files of {@code save_weights}: those of Keras 2 name layers and tensors in their order ({@code layer_names}),
 * those of Keras 3 number them. The tensors get the names and the axes of PyTorch.
 */
public final class KerasWeights implements TensorFormat {

    private static final String LAYERS = "layer_names";
    private static final String NAME = "[\\x21-\\x7e]{1,200}";

    @Override
    public boolean recognises(Path file, byte[] head) {
        return KerasFile.isHdf5(head);
    }

    @Override
    public Checkpoint read(Path file) {
        try {
            Hdf5Group root = KerasFile.hdf5(file);
            KerasFile.checkOrigin(
                    file,
                    root.text(KerasFile.VERSION).orElse(""),
                    root.text("backend").orElse(""));
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            if (root.texts(LAYERS).isEmpty()) {
                new NumberedTensors(tensors).read(root);
            } else {
                root.texts(LAYERS).forEach(name -> root.group(name).ifPresent(layer -> named(name, layer, tensors)));
            }
            check(file, tensors);
            return new Checkpoint(file, "", tensors, Conventions.KERAS);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", "check the file");
        }
    }

    private static void check(Path file, Map<String, Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "an HDF5 file without a model or weights of Keras",
                    "save the model with Keras: model.save('model.keras')");
        }
        tensors.keySet().stream()
                .filter(name -> !name.matches(NAME))
                .findFirst()
                .ifPresent(name -> {
                    throw IntaglioException.badInput(
                            file.toString(),
                            "has a layer named '" + Printable.of(name) + "'",
                            "give the layers names of letters, digits and _, and save the weights again");
                });
    }

    /** The tensors of one layer; of all its layers where it is a model. */
    private static void named(String name, Hdf5Group layer, Map<String, Tensor> tensors) {
        var paths = layer.texts(NamedWeights.NAMES);
        boolean single = paths.stream().map(KerasWeights::parent).distinct().count() <= 1;
        for (String path : paths) {
            layer.tensor(path).ifPresent(tensor -> {
                String owner = single ? name : parent(path);
                TorchTensors.add(owner, NamedWeights.role(path), tensor, tensors);
            });
        }
    }

    /** {@code conv2d} of {@code model/conv2d/kernel:0}. */
    private static String parent(String path) {
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        return folder.substring(folder.lastIndexOf('/') + 1);
    }
}
