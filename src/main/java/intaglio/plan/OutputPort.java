package intaglio.plan;

import intaglio.ir.Shape;

/**
 * Where the frames leave the design.
 *
 * @param kind what a word of it is
 * @param shape shape of a frame
 */
public record OutputPort(Kind kind, Shape shape) {

    /** What a word of the output stream is. */
    public enum Kind {
        /** One logit; the class comes with the last of a frame. */
        LOGITS,
        /** One raw integer. */
        VALUES,
        /** All channels of a pixel, a byte each. */
        IMAGE
    }

    /** Channels of a word. */
    public int wordChannels() {
        return kind == Kind.IMAGE ? shape.channels() : 1;
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
