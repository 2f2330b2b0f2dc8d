package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.frontend.archive.ZipArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file with a whole model.
 *
 * @param isOfKeras2 whether Keras 2 wrote it
 */
record KerasFile(KerasModel model, WeightStore weights, boolean isOfKeras2) {

    static final String GRAPH = "model_config";

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final String METADATA = "metadata.json";
    static final String VERSION = "keras_version";
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** Whether a file starts as HDF5 files do. */
    static boolean isHdf5(byte[] head) {
        return Arrays.equals(HDF5, Arrays.copyOf(head, HDF5.length));
    }

    /** Whether it is a zip file with the graph of a Keras model. */
    static boolean isArchive(Path file, byte[] head) throws IOException {
        if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
            return false;
        }
        try (ZipArchive zip = ZipArchive.open(file)) {
            return zip.size(CONFIG) >= 0 && (zip.size(WEIGHTS) >= 0 || zip.size(METADATA) >= 0);
        } catch (IntaglioException damaged) {
            return false;
        }
    }

    /** The content of an HDF5 file. */
    static Hdf5Group hdf5(Path file) throws IOException {
        long size = Files.size(file);
        if (size > Hdf5File.MAX_BYTES) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "has " + size + " bytes, at most " + Hdf5File.MAX_BYTES + " are read",
                    "give a small network");
        }
        return Hdf5File.open(file.toString(), Files.readAllBytes(file));
    }

    /** Reads a file that has been recognised. */
    static KerasFile open(Path file) {
        try {
            return isArchive(file, head(file)) ? ofArchive(file) : ofHdf5(file, hdf5(file));
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", Hdf5File.AGAIN);
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return stream.readNBytes(HDF5.length);
        }
    }

    private static KerasFile ofArchive(Path file) throws IOException {
        try (ZipArchive zip = ZipArchive.open(file)) {
            if (zip.size(WEIGHTS) < 0) {
                throw IntaglioException.badInput(file.toString(), "a Keras model without " + WEIGHTS, Hdf5File.AGAIN);
            }
            String inner = file + ": " + CONFIG;
            JsonNode json = KerasJson.read(inner, zip.bytes(CONFIG, KerasJson.MAX_BYTES));
            JsonNode metadata = zip.size(METADATA) < 0
                    ? MissingNode.getInstance()
                    : KerasJson.read(file + ": " + METADATA, zip.bytes(METADATA, KerasJson.MAX_BYTES));
            Hdf5Group weights = Hdf5File.open(file + ": " + WEIGHTS, zip.bytes(WEIGHTS, Hdf5File.MAX_BYTES));
            KerasModel model = KerasModel.of(inner, json);
            String version = metadata.path(VERSION).asText("");
            return new KerasFile(model, new NumberedWeights(weights, model), version.startsWith("2."));
        }
    }

    private static KerasFile ofHdf5(Path file, Hdf5Group root) {
        String text = root.text(GRAPH).orElse("");
        JsonNode json = KerasJson.read(file + ": " + GRAPH, text.getBytes(StandardCharsets.UTF_8));
        Hdf5Group weights = root.group("model_weights").orElse(root);
        String version = root.text(VERSION).or(() -> weights.text(VERSION)).orElse("");
        checkOrigin(
                file,
                version,
                root.text("backend").or(() -> weights.text("backend")).orElse(""));
        return new KerasFile(
                KerasModel.of(file + ": " + GRAPH, json), new NamedWeights(weights), version.startsWith("2."));
    }

    /** Keras 1 has other layers; kernels of Theano are turned around. */
    static void checkOrigin(Path file, String version, String backend) {
        boolean first = version.startsWith("1.") || version.startsWith("0.");
        if (first || backend.equals("theano")) {
            throw IntaglioException.badInput(
                    file.toString(),
                    first ? "was written by Keras " + version : "was written by Keras on Theano",
                    "load the model in Keras 2 on TensorFlow and save it again");
        }
    }
}
