package intaglio.frontend.torch.script;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.frontend.GraphFormat;
import intaglio.frontend.ModelHints;
import intaglio.frontend.archive.ZipArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** TorchScript, traced, scripted or frozen. */
public final class ScriptFormat implements GraphFormat {

    @Override
    public String title() {
        return "a TorchScript program";
    }

    @Override
    public boolean recognises(Path file, byte[] head) throws IOException {
        if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
            return false;
        }
        try (ZipArchive zip = ZipArchive.open(file)) {
            return ScriptFile.of(file, zip).isPresent();
        } catch (IntaglioException damaged) {
            return false;
        }
    }

    @Override
    public ModelProto toOnnx(Path file, ModelHints hints) {
        try (ZipArchive zip = ZipArchive.open(file)) {
            return new ScriptTranslator(ScriptFile.of(file, zip).orElseThrow(), hints).translate();
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IntaglioException unreadable(Path file, IOException e) {
        return IntaglioException.badInput(
                file.toString(), "cannot be read (" + IoReason.of(e) + ")", "save it again with torch.jit.save");
    }
}
