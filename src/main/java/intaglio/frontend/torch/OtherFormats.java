package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Files of trained networks that are not read, told by their content, and how their owner makes one of them that is.
 * docs/files.md has the commands; each of them has been followed.
 */
final class OtherFormats {

    private static final String RECIPES = " (docs/files.md)";
    private static final String TF2ONNX =
            "turn it into ONNX: pip install tensorflow tf2onnx; python3 -m tf2onnx.convert ";
    private static final String TO_MODEL = " --output model.onnx" + RECIPES;

    private static final String NUMPY = "\u0093NUMPY";

    private OtherFormats() {}

    /** What a file is that is no zip file; null where it is not known. */
    static IntaglioException of(Path file, byte[] head) {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (start.startsWith(NUMPY)) {
            return other(file, "a numpy array", "save the weights by their names in a .pth" + RECIPES);
        }
        if (start.startsWith("\u001f\u008b")) {
            return other(file, "gzip-compressed", "unpack it with gunzip first");
        }
        if (start.strip().startsWith("{")) {
            return other(file, "a JSON file", "give the model file, and its network file with --network");
        }
        if (name.endsWith(".caffemodel")) {
            return other(file, "a Caffe model", "take its weights out with OpenCV" + RECIPES);
        }
        if (name.endsWith(".pb")) {
            return other(file, "a TensorFlow graph", TF2ONNX + "--saved-model FOLDER" + TO_MODEL);
        }
        return null;
    }

    /** A TensorFlow model is a folder; null for every other one. */
    static IntaglioException ofFolder(Path folder) {
        return Files.exists(folder.resolve("saved_model.pb"))
                ? other(folder, "a TensorFlow model", TF2ONNX + "--saved-model '" + folder + "'" + TO_MODEL)
                : null;
    }

    private static IntaglioException other(Path file, String what, String help) {
        return IntaglioException.badInput(file.toString(), what + ", which is not read", help);
    }
}
