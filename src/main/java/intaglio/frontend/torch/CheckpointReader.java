package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a PyTorch {@code .pth} file that holds a state_dict: the zip format (since 1.6) and the legacy format, told
 * apart by content. Nothing in the file is executed.
 */
public final class CheckpointReader {

    private static final long MAX_FILE_BYTES = 1L << 30;
    private static final long MAX_SCALES = 1 << 20;
    private static final String QUANTIZED = "the weights that PyTorch has quantized are floats again, scale * (q - zero"
            + " point); scales of activations are left out, Intaglio quantizes by itself";
    private static final String HELP = "save it with torch.save(model.state_dict(), 'model.pth')";

    private CheckpointReader() {}

    /**
     * Reads all tensors of the state_dict, in its order.
     *
     * @throws IntaglioException (exit code 3) with all that is wrong: not such a file, damaged, cut off, a global that
     *     tensors do not need, a tensor outside of its storage, sizes over the limits
     */
    public static Checkpoint read(Path file) {
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            IntaglioException folder = OtherFormats.ofFolder(file);
            if (folder != null) {
                throw folder;
            }
            throw IntaglioException.badInput(
                    file.toString(),
                    Files.isDirectory(file) ? "is a folder, not a model file" : "no such file, or not readable",
                    "give an ONNX model or a PyTorch .pth file");
        }
        try {
            checkSize(file);
            byte[] head = head(file);
            if (startsWith(head, 'P', 'K')) {
                return ZipCheckpoint.read(file);
            }
            if (startsWith(head, 0x80)) {
                return LegacyCheckpoint.read(file);
            }
            throw notPyTorch(file, head);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + e.getMessage() + ")", PickleInput.DAMAGED);
        }
    }

    /**
     * Reads a state_dict that another file holds.
     *
     * @param shown what messages call it
     */
    public static Checkpoint within(String shown, byte[] bytes) throws IOException {
        Path copy = Files.createTempFile("intaglio", ".pth");
        try {
            Files.write(copy, bytes);
            return ZipCheckpoint.read(copy, Path.of(shown));
        } finally {
            Files.delete(copy);
        }
    }

    /** Reads every tensor of the state_dict {@code root} from its storage. */
    static Checkpoint tensors(Path file, Object root, StorageSource source) throws IOException {
        Map<String, TensorView> views = StateDict.views(file, root);
        Map<StorageReference, ByteBuffer> storages = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String prefix = StateDict.commonPrefix(views.keySet());
        Problems problems = new Problems();
        for (Map.Entry<String, TensorView> entry : views.entrySet()) {
            String name = entry.getKey().substring(prefix.length());
            TensorView view = entry.getValue();
            ByteBuffer bytes = storages.get(view.storage());
            if (bytes == null) {
                bytes = source.read(view.storage());
                storages.put(view.storage(), bytes);
            }
            float[] values = view.values(bytes, file + ": " + name, problems);
            if (view.quantized() != null) {
                dequantize(view, values, source, file + ": " + name);
            }
            tensors.put(name, new Tensor(name, view.intShape(), values));
        }
        problems.throwIfAny();
        List<String> remarks = PackedParameters.isQuantized(views) ? List.of(QUANTIZED) : List.of();
        Map<String, String> keys = StateDict.module(root)
                .map(module -> ModuleTree.of(file, module).layerKeys())
                .orElse(Map.of());
        return new Checkpoint(file, prefix, tensors, Conventions.PYTORCH, remarks, keys);
    }

    private static void dequantize(TensorView view, float[] values, StorageSource source, String where)
            throws IOException {
        Dequantization steps = view.quantized();
        if (steps.scales() == null) {
            steps.apply(values);
            return;
        }
        float[] scales = plain(steps.scales(), source, where);
        float[] zeroPoints = plain(steps.zeroPoints(), source, where);
        if (!steps.apply(values, view.intShape(), scales, zeroPoints)) {
            throw IntaglioException.badInput(
                    where,
                    "of shape " + Tensor.shapeText(view.intShape()) + " has " + scales.length + " scales and "
                            + zeroPoints.length + " zero points along axis " + steps.axis(),
                    PickleInput.DAMAGED);
        }
    }

    private static float[] plain(TensorView view, StorageSource source, String where) throws IOException {
        String problem = view.problem();
        if (problem != null || view.elements() > MAX_SCALES || view.storage().bytes() > MAX_SCALES * Double.BYTES) {
            throw IntaglioException.badInput(
                    where, "its scales: " + (problem == null ? "too many" : problem), PickleInput.DAMAGED);
        }
        Problems problems = new Problems();
        float[] values = view.values(source.read(view.storage()), where, problems);
        problems.throwIfAny();
        return values;
    }

    private static void checkSize(Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            throw IntaglioException.badInput(file.toString(), "the file is empty (0 bytes)", HELP);
        }
        if (size > MAX_FILE_BYTES) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "has " + size + " bytes, at most " + MAX_FILE_BYTES + " are read",
                    "give the weights of a small network");
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return stream.readNBytes(16);
        }
    }

    private static boolean startsWith(byte[] head, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static IntaglioException notPyTorch(Path file, byte[] head) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String where = file.toString();
        if (name.endsWith(".onnx")) {
            boolean onnx = startsWith(head, 0x08);
            return IntaglioException.badInput(
                    where,
                    onnx ? "an ONNX file, not a .pth" : "not an ONNX model, whatever its name says",
                    onnx ? HELP : "copy or export the model again");
        }
        IntaglioException other = OtherFormats.of(file, head);
        if (other != null) {
            return other;
        }
        String start = PickleInput.printable(new String(head, StandardCharsets.ISO_8859_1));
        return IntaglioException.badInput(where, "not a PyTorch file: it starts with '" + start + "'", HELP);
    }
}
