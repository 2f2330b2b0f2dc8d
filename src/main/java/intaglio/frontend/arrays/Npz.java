package intaglio.frontend.arrays;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import intaglio.frontend.TensorFormat;
import intaglio.frontend.archive.ZipArchive;
import intaglio.frontend.torch.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/** Numpy's {@code .npz}: a zip file with an array in each entry {@code <name>.npy}. */
public final class Npz implements TensorFormat {

    private static final String END = ".npy";
    private static final long MAX_ARRAY_BYTES = 1 << 28;

    @Override
    public boolean recognises(Path file, byte[] head) throws IOException {
        if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
            return false;
        }
        try (ZipArchive zip = ZipArchive.open(file)) {
            return !zip.names().isEmpty() && zip.names().stream().allMatch(name -> name.endsWith(END));
        } catch (IntaglioException damaged) {
            return false;
        }
    }

    @Override
    public Checkpoint read(Path file) {
        Problems problems = new Problems();
        NamedArrays arrays = new NamedArrays(file, problems);
        try (ZipArchive zip = ZipArchive.open(file)) {
            for (String name : zip.names()) {
                NpyArray.add(arrays, name.substring(0, name.length() - END.length()), zip.bytes(name, MAX_ARRAY_BYTES));
            }
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", "save or download it again");
        }
        problems.throwIfAny();
        return arrays.toCheckpoint();
    }
}
