package intaglio.frontend.torch.module;

import ai.onnx.proto.OnnxMl.ModelProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.frontend.GraphFormat;
import intaglio.frontend.ModelHints;
import intaglio.frontend.archive.ZipArchive;
import intaglio.frontend.torch.PickleArchive;
import intaglio.frontend.torch.PickleObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code torch.save(model)} of an {@code nn.Sequential}, nested or not, of PyTorch's own layers. Other modules do not say in
 * which order they call their layers: they are read like a state_dict.
 */
public final class ModuleFormat implements GraphFormat {

    private static final String PICKLE = "/data.pkl";

    @Override
    public String title() {
        return "a whole nn.Sequential";
    }

    @Override
    public boolean recognises(Path file, byte[] head) throws IOException {
        if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
            return false;
        }
        try (ZipArchive zip = ZipArchive.open(file)) {
            return archive(file, zip).isPresent()
                    && module(archive(file, zip).get()).isPresent();
        } catch (IntaglioException damaged) {
            return false;
        }
    }

    private static Optional<PickleArchive> archive(Path file, ZipArchive zip) {
        return zip.names().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .findFirst()
                .map(name ->
                        new PickleArchive(file.toString(), zip, name.substring(0, name.length() - PICKLE.length())));
    }

    private static Optional<PickleObject> module(PickleArchive archive) throws IOException {
        return archive.module().filter(SequentialTranslator::isRead);
    }

    @Override
    public ModelProto toOnnx(Path file, ModelHints hints) {
        try (ZipArchive zip = ZipArchive.open(file)) {
            PickleArchive archive = archive(file, zip).orElseThrow();
            return new SequentialTranslator(file, archive, module(archive).orElseThrow(), hints).translate();
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IntaglioException unreadable(Path file, IOException e) {
        return IntaglioException.badInput(
                file.toString(), "cannot be read (" + IoReason.of(e) + ")", "save it again with torch.save");
    }
}
