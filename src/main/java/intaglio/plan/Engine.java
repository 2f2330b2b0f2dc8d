package intaglio.plan;

import java.util.List;
import java.util.Map;

/** One emitted module: a stage, or several dense stages that share an array, with its parallelism decided. */
public interface Engine {

    /** Rows of a buffer of any depth, at least: one is filled while the other is read. */
    int LEAST_ROWS = 2;

    /** Short name: the labels of its layers. */
    String label();

    List<Stage> stages();

    /** The streams it reads, one for each input port. */
    List<Stream> inputs();

    /** The stream of the first port. */
    default Stream input() {
        return inputs().get(0);
    }

    /** The stream it writes. Every consumer reads all of it. */
    Stream output();

    /** True where the beats of a stream fit the words of the port's buffer. */
    boolean accepts(int port, Stream stream);

    /** What it asks of the beats it is fed with, as a key: engines with equal keys accept equal streams. */
    String demand();

    /** The same engine, fed with other beats. */
    Engine fedWith(List<Stream> streams);

    /** The buffer in front of a port, in rows of the stream. */
    Buffer buffer(int port);

    /** The engine with the least buffers it can work with. */
    default Engine withLeastBuffers() {
        return this;
    }

    /** The engine with one buffer a step larger, in each way that there is. */
    default List<Engine> withLargerBuffers() {
        return List.of();
    }

    /** Whether the buffer of a port is read once and in order, so that it may have any depth. */
    default boolean isFifo(int port) {
        return false;
    }

    /** The engine with as many rows in the buffer of a port that {@link #isFifo}. */
    default Engine withDepth(int port, int rows) {
        throw new IllegalArgumentException(label() + " has no buffer of any depth");
    }

    /** Words of a row in each memory of such a port. */
    default int rowWords(int port) {
        throw new IllegalArgumentException(label() + " has no buffer of any depth");
    }

    int multipliers();

    /** Cycles per frame in which the array has work; without waits. */
    long issueCycles();

    /** Multiplications of its stages per frame. */
    default long multiplications() {
        return stages().stream().mapToLong(Stage::multiplications).sum();
    }

    /** Cycles from the start of a row's last group to the row's last beat at the consumer. */
    int outputAhead();

    /** Cycles for which it reads a frame that its buffer gives back only as a whole; 0 where rows come back one by one. */
    default long frameHold() {
        return 0;
    }

    /** Rough cost beside its multipliers, see {@link Area}. */
    long area(Map<String, Widths> widths);

    /**
     * Its part of the timing model.
     *
     * @param own the buffers in front of its ports
     * @param consumers those behind it
     */
    Control control(List<Port> own, Fork consumers);

    /** Answers with what the kinds say of an engine of this kind. */
    <T> T accept(Kinds<T> kinds);

    /** One answer for each kind of engine. */
    interface Kinds<T> {

        T window(WindowEngine engine);

        T dense(DenseEngine engine);

        T join(JoinEngine engine);

        T shuffle(ShuffleEngine engine);
    }
}
