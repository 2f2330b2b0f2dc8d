package intaglio.frontend;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.ir.GivenQuantization;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file format that holds a graph and its weights. Its reader writes both down as an ONNX model, and the importer of
 * ONNX does the rest, so that a construct is understood in one place whatever file it comes from. Nodes carry the names of
 * the file, because messages show them. Quantized tensors are written as QuantizeLinear and DequantizeLinear.
 */
public interface GraphFormat {

    /** What messages call such a file, with its article: "an ONNX model". */
    String title();

    /**
     * Whether a file is of this format, be it damaged. The content tells, never the name.
     *
     * @param head the first bytes of the file, at most {@value GraphFormats#HEAD_BYTES}
     */
    boolean recognises(Path file, byte[] head) throws IOException;

    /**
     * The model as ONNX, in an opset that {@link intaglio.frontend.onnx.OnnxReader} reads.
     *
     * @throws intaglio.diag.IntaglioException (exit code 3) with everything in the file that is wrong or has no ONNX
     *     counterpart; nothing that the file holds is run
     */
    ModelProto toOnnx(Path file, ModelHints hints);

    /** Bits of the mantissa to which the format's runtime rounds the real scale of a requantization. */
    default int scaleBits() {
        return GivenQuantization.EXACT_SCALES;
    }
}
