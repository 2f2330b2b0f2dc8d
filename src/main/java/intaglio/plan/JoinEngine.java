package intaglio.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Joins streams: for each input the rows that came, a sequencer that reads a word a cycle, and what makes one word of
 * those of the inputs.
 *
 * @param stage what is joined
 * @param channels channels of a word; divides the channels of every input
 * @param pixels adjacent pixels of a word
 * @param inputs the streams
 * @param rows for each input the rows of its buffer
 * @param latency cycles from the read of a word to its beat
 */
public record JoinEngine(
        JoinStage stage, int channels, int pixels, List<Stream> inputs, List<Integer> rows, int latency)
        implements Engine {

    public JoinEngine {
        inputs = List.copyOf(inputs);
        rows = List.copyOf(rows);
    }

    @Override
    public String label() {
        return stage.label();
    }

    @Override
    public List<Stage> stages() {
        return List.of(stage);
    }

    @Override
    public Stream output() {
        return new Stream(stage.output(), channels, pixels);
    }

    /** Whatever the beats are, they are put together and taken apart. */
    @Override
    public boolean accepts(int port, Stream stream) {
        return columns(stream) % pixels == 0 && columns(stream) % stream.pixels() == 0;
    }

    @Override
    public String demand() {
        return "any";
    }

    @Override
    public JoinEngine fedWith(List<Stream> streams) {
        return new JoinEngine(stage, channels, pixels, streams, rows, latency);
    }

    // ---- buffers ----------------------------------------------------------------------------------------------

    /** Columns that lie side by side in memories of their own. */
    public int columns(int port) {
        return columns(inputs.get(port));
    }

    private int columns(Stream stream) {
        return Math.max(pixels, stream.pixels());
    }

    /** Channels of a word of a port's memory: whole beats, and whole words of the join. */
    public int storedChannels(int port) {
        int beat = inputs.get(port).channels();
        return beat / Integers.gcd(beat, channels) * channels;
    }

    @Override
    public int rowWords(int port) {
        Stream stream = inputs.get(port);
        return stream.shape().width() / columns(port) * (stream.shape().channels() / storedChannels(port));
    }

    @Override
    public Buffer buffer(int port) {
        return Buffer.rows(rows.get(port), inputs.get(port).shape().height());
    }

    @Override
    public boolean isFifo(int port) {
        return true;
    }

    @Override
    public JoinEngine withDepth(int port, int depth) {
        List<Integer> changed = new ArrayList<>(rows);
        changed.set(port, depth);
        return new JoinEngine(stage, channels, pixels, inputs, changed, latency);
    }

    // ---- work -------------------------------------------------------------------------------------------------

    /** Words of a pixel, or of adjacent pixels, that come from a port. */
    public int portWords(int port) {
        return inputs.get(port).shape().channels() / channels;
    }

    public int rowSteps() {
        return output().rowBeats();
    }

    @Override
    public int multipliers() {
        return 0;
    }

    @Override
    public long issueCycles() {
        return (long) stage.output().height() * rowSteps();
    }

    @Override
    public int outputAhead() {
        return latency;
    }

    @Override
    public long area(Map<String, Widths> widths) {
        return Area.of(this, widths.get(label()));
    }

    @Override
    public Control control(List<Port> own, Fork consumers) {
        return new RowControl(own, consumers, new RowControl.Loops(rowSteps(), 1, latency));
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
        return kinds.join(this);
    }
}
