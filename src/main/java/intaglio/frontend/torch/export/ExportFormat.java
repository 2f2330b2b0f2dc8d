package intaglio.frontend.torch.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.frontend.GraphFormat;
import intaglio.frontend.ModelHints;
import intaglio.frontend.archive.ZipArchive;
import java.io.IOException;
import java.nio.file.Path;

/** Files of {@code torch.export.save}: the layout of PyTorch 2.8 and later, and the one before. */
public final class ExportFormat implements GraphFormat {

    @Override
    public String title() {
        return "a program of torch.export";
    }

    @Override
    public boolean recognises(Path file, byte[] head) throws IOException {
        if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
            return false;
        }
        try (ZipArchive zip = ZipArchive.open(file)) {
            return ProgramFile.of(file, zip).isPresent();
        } catch (IntaglioException damaged) {
            return false;
        }
    }

    @Override
    public ModelProto toOnnx(Path file, ModelHints hints) {
        try (ZipArchive zip = ZipArchive.open(file)) {
            ProgramFile program = ProgramFile.of(file, zip).orElseThrow();
            return new ProgramTranslator(program, hints).translate();
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", ProgramFile.AGAIN);
        }
    }
}
