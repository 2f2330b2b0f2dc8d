package intaglio.verify;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Expected frames, computed when they are asked for, so that nothing has to be held. */
interface FrameSource {

    int count();

    /** Hands over the frames {@code from..to-1} in order. */
    void frames(int from, int to, Consumer<ExpectedFrame> consumer);

    /** A part of the frames, numbered from 0. */
    default FrameSource range(int first, int end) {
        FrameSource whole = this;
        return new FrameSource() {
            @Override
            public int count() {
                return end - first;
            }

            @Override
            public void frames(int from, int to, Consumer<ExpectedFrame> consumer) {
                whole.frames(first + from, first + to, consumer);
            }
        };
    }

    /**
     * Writes all frames into a vector file.
     *
     * @throws IntaglioException exit code 1 when a golden value does not fit the hardware's type
     */
    default void write(Path file, DesignPlan plan) throws IOException {
        try (VectorWriter writer = new VectorWriter(file, plan, count())) {
            frames(0, count(), writer::add);
            writer.finish();
        }
    }
}
