package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import intaglio.frontend.GraphFormat;
import intaglio.frontend.ModelHints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** TensorFlow Lite files. */
public final class TfliteFormat implements GraphFormat {

    private static final String IDENTIFIER = "TFL3";
    private static final int IDENTIFIER_AT = 4;
    private static final long MAX_FILE_BYTES = 1 << 28;

    @Override
    public String title() {
        return "a TensorFlow Lite model";
    }

    @Override
    public boolean recognises(Path file, byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1).startsWith(IDENTIFIER, IDENTIFIER_AT);
    }

    /** {@code QuantizeMultiplier} of TensorFlow Lite: a mantissa of 31 bits. */
    @Override
    public int scaleBits() {
        return 31;
    }

    @Override
    public ModelProto toOnnx(Path file, ModelHints hints) {
        return toOnnx(file, bytes(file));
    }

    /** The same from the bytes of a file. */
    static ModelProto toOnnx(Path file, byte[] content) {
        Problems problems = new Problems();
        try {
            Graph graph = GraphFile.read(file, content, problems);
            problems.throwIfAny();
            ModelProto model = new Translation(file, graph, problems).translate();
            problems.throwIfAny();
            return model;
        } catch (DamagedTableException e) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "is a damaged TensorFlow Lite file or cut off: " + e.getMessage(),
                    GraphFile.AGAIN);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "has " + size + " bytes, at most " + MAX_FILE_BYTES + " are read",
                        "give a small network");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", GraphFile.AGAIN);
        }
    }
}
