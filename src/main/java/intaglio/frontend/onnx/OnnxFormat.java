package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.frontend.GraphFormat;
import intaglio.frontend.ModelHints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX files. */
public final class OnnxFormat implements GraphFormat {

    private static final long MAX_FILE_BYTES = 1 << 28;
    private static final long MAX_STRUCTURE_BYTES = 1 << 22;
    private static final String DAMAGED = "copy or export the model again";

    @Override
    public String title() {
        return "an ONNX model";
    }

    @Override
    public boolean recognises(Path file, byte[] head) throws IOException {
        return OnnxFile.isOnnx(file);
    }

    @Override
    public ModelProto toOnnx(Path file, ModelHints hints) {
        return parse(file, bytes(file));
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
            throw IntaglioException.badInput(file.toString(), "cannot be read (" + IoReason.of(e) + ")", DAMAGED);
        }
    }

    static ModelProto parse(Path file, byte[] bytes) {
        try {
            long structure = StructureScan.structureBytes(bytes);
            if (structure > MAX_STRUCTURE_BYTES) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "has " + structure
                                + " bytes besides float tensors (nodes, names, documentation), at most "
                                + MAX_STRUCTURE_BYTES
                                + " are read",
                        "give a small network, exported without documentation strings");
            }
            CodedInputStream input = CodedInputStream.newInstance(bytes);
            // The tensors' bytes stay where they are instead of being copied.
            input.enableAliasing(true);
            ModelProto model = ModelProto.parseFrom(input);
            input.checkLastTagWas(0);
            if (!model.hasGraph()) {
                throw IntaglioException.badInput(file.toString(), "is an ONNX file without a graph", DAMAGED);
            }
            return model;
        } catch (IOException e) {
            // Protobuf's words for what is wrong with the bytes.
            String reason = e.getMessage().replaceAll("\\s+", " ").replaceAll("\\.$", "");
            throw IntaglioException.badInput(file.toString(), "is a damaged ONNX file or cut off: " + reason, DAMAGED);
        }
    }
}
