package intaglio.plan;

import intaglio.graph.OutputKind;
import intaglio.ir.Shape;

/**
 * Where the frames leave the design.
 *
 * @param kind what a word of it is: a logit, a raw integer, or all channels of a pixel, a byte each
 * @param shape shape of a frame
 */
public record OutputPort(OutputKind kind, Shape shape) {

    /** Channels of an image's pixel: a word has 64 bits. */
    static final int MOST_CHANNELS = 8;

    /** Channels of a word. */
    public int wordChannels() {
        return kind == OutputKind.IMAGE ? shape.channels() : 1;
    }

    /** Words of a row. */
    public int rowWords() {
        return shape.width() * shape.channels() / wordChannels();
    }

    /** Words of a frame. */
    public int frameWords() {
        return shape.height() * rowWords();
    }

    /** The FIFO, claimed row by row: room for two rows at least. */
    public Buffer fifo() {
        return new Buffer(Integers.powerOfTwoAtLeast(2 * rowWords()), rowWords(), shape.height(), 0);
    }

    /** True where beats fit the words. */
    public boolean accepts(Stream stream) {
        return stream.pixels() == 1 && wordChannels() % stream.channels() == 0;
    }

    /** Cycles from a word's last beat at the port to the word's fetch out of the FIFO. */
    public int latency() {
        return Pipeline.OUTPUT + Pipeline.FIFO;
    }
}
