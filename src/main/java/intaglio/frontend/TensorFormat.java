package intaglio.frontend;

import intaglio.frontend.torch.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/** A file format that holds tensors by name and no graph: a network file says the rest. */
public interface TensorFormat {

    /**
     * Whether a file is of this format, be it damaged. The content tells, never the name.
     *
     * @param head the first bytes of the file, at most {@value GraphFormats#HEAD_BYTES}
     */
    boolean recognises(Path file, byte[] head) throws IOException;

    /**
     * Its tensors, with the axes in the order of PyTorch: OIHW and OI.
     *
     * @throws intaglio.diag.IntaglioException (exit code 3) with everything in the file that is wrong
     */
    Checkpoint read(Path file);
}
