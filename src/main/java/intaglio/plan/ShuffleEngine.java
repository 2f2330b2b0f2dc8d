package intaglio.plan;

import java.util.List;
import java.util.Map;

/**
 * Brings the pixels that channels become into raster order: the rows that came, and a sequencer that reads each of them
 * once for every row of a block.
 *
 * @param stage the operation
 * @param channels channels of a beat; divides the output channels
 * @param input the stream
 * @param rows rows of the buffer
 */
public record ShuffleEngine(ShuffleStage stage, int channels, Stream input, int rows) implements Engine {

    @Override
    public String label() {
        return stage.label();
    }

    @Override
    public List<Stage> stages() {
        return List.of(stage);
    }

    @Override
    public List<Stream> inputs() {
        return List.of(input);
    }

    @Override
    public Stream output() {
        return new Stream(stage.output(), channels, 1);
    }

    @Override
    public boolean accepts(int port, Stream stream) {
        return true;
    }

    @Override
    public String demand() {
        return "any";
    }

    @Override
    public ShuffleEngine fedWith(List<Stream> streams) {
        return new ShuffleEngine(stage, channels, streams.get(0), rows);
    }

    @Override
    public Buffer buffer(int port) {
        return Buffer.rows(rows, input.shape().height());
    }

    @Override
    public boolean isFifo(int port) {
        return true;
    }

    @Override
    public ShuffleEngine withDepth(int port, int depth) {
        return new ShuffleEngine(stage, channels, input, depth);
    }

    /** Words of a row in the memory of each of a beat's columns: one for all channels of a pixel. */
    @Override
    public int rowWords(int port) {
        return input.shape().width() / input.pixels();
    }

    /** Rows and columns of a block. */
    public int block() {
        return stage.layer().block();
    }

    @Override
    public int multipliers() {
        return 0;
    }

    @Override
    public long issueCycles() {
        return output().frameBeats();
    }

    @Override
    public int outputAhead() {
        return Pipeline.SHUFFLE;
    }

    @Override
    public long area(Map<String, Widths> widths) {
        return Area.of(this, widths.get(label()));
    }

    @Override
    public Control control(List<Port> own, Fork consumers) {
        return new RowControl(own, consumers, new RowControl.Loops(output().rowBeats(), block(), Pipeline.SHUFFLE));
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
        return kinds.shuffle(this);
    }
}
