package intaglio.frontend.keras;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.GraphFormat;
import intaglio.frontend.ModelHints;
import java.io.IOException;
import java.nio.file.Path;

/** Whole models of Keras 2 and 3: {@code .keras}, and {@code .h5} with {@code model_config}. */
public final class KerasFormat implements GraphFormat {

    @Override
    public String title() {
        return "a Keras model";
    }

    @Override
    public boolean recognises(Path file, byte[] head) throws IOException {
        return KerasFile.isHdf5(head) ? hasGraph(file) : KerasFile.isArchive(file, head);
    }

    /** A damaged file has none: the reader of weights says what is wrong with it. */
    private static boolean hasGraph(Path file) throws IOException {
        try {
            return KerasFile.hdf5(file).text(KerasFile.GRAPH).isPresent();
        } catch (IntaglioException damaged) {
            return false;
        }
    }

    @Override
    public ModelProto toOnnx(Path file, ModelHints hints) {
        Problems problems = new Problems();
        ModelProto model = new ModelTranslator(file, KerasFile.open(file), problems).translate();
        problems.throwIfAny();
        return model;
    }
}
