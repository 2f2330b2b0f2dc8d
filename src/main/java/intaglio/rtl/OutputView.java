package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.graph.OutputKind;
import intaglio.num.Interval;
import intaglio.plan.OutputPort;
import intaglio.plan.Stream;

/**
 * What {@code top.v.vm} says about the way out.
 *
 * @param port what leaves
 * @param stream the beats of the last engine
 * @param edge what its wires are called after
 * @param values proved interval of its values
 * @param marked whether the highest bit of {@code m_axis_tuser} marks damaged frames
 */
public record OutputView(OutputPort port, Stream stream, String edge, Interval values, boolean marked) {

    private static final int BYTE = 8;

    public boolean logits() {
        return port.kind() == OutputKind.LOGITS;
    }

    public boolean image() {
        return port.kind() == OutputKind.IMAGE;
    }

    /** Words of a frame. */
    public int words() {
        return port.frameWords();
    }

    /** Words of a row, which are claimed at once. */
    public int rowWords() {
        return port.rowWords();
    }

    public int channels() {
        return port.shape().channels();
    }

    /** Beats of the last engine that make a word. */
    public int wordBeats() {
        return port.wordChannels() / stream.channels();
    }

    public int beatChannels() {
        return stream.channels();
    }

    public String shapeText() {
        return port.shape().toString();
    }

    /** Bits of a value as it comes. */
    public int valueBits() {
        return values.bits();
    }

    /** Bits of a value, signed. */
    public int logitWidth() {
        return values.signedBits();
    }

    /** Bits of {@code m_axis_tdata}: a byte for each channel; or 32, or 64 where the values need more. */
    public int dataBits() {
        if (image()) {
            return BYTE * channels();
        }
        return logitWidth() <= 32 ? 32 : 64;
    }

    /** Bits of the class, or of whether a word is the first of a frame. */
    public int tagBits() {
        return logits() ? bitsFor(words()) : 1;
    }

    public String tagRange() {
        return VerilogText.range(tagBits());
    }

    /** Bits of {@code m_axis_tuser}: those, and the mark of a damaged frame. */
    public int userBits() {
        return tagBits() + (marked ? 1 : 0);
    }

    /** Words from one {@code m_axis_tlast} to the next: a line of an image, or the frame. */
    public int lineWords() {
        return image() ? port.rowWords() : words();
    }

    public int lines() {
        return words() / lineWords();
    }

    /** Bits of a word of the FIFO. */
    public int wordBits() {
        return port.wordChannels() * fieldBits();
    }

    /** Bits of a value in a word of the FIFO. */
    public int fieldBits() {
        return image() ? BYTE : logitWidth();
    }

    public String dataRange() {
        return VerilogText.range(dataBits());
    }

    public String userRange() {
        return VerilogText.pad(VerilogText.range(userBits()), dataRange().length());
    }

    public String valueIn() {
        return VerilogText.extend(edge + "_data", values.bits(), logitWidth(), false);
    }

    public String logitExtended() {
        return VerilogText.extend("logit_out", logitWidth(), dataBits(), true);
    }

    public String wordExtended() {
        return image() ? "word_out" : VerilogText.extend("word_out", logitWidth(), dataBits(), true);
    }

    public int fifoCapacity() {
        return port.fifo().capacity();
    }

    public int fifoAddressBits() {
        return bitsFor(fifoCapacity());
    }

    public int fifoCreditBits() {
        return port.fifo().counterBits();
    }

    public String fifoCreditZeros() {
        return (fifoCreditBits() - 1) + "'d0";
    }
}
