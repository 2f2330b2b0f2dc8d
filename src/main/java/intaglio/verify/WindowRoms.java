package intaglio.verify;

import intaglio.ir.Window;
import java.math.BigInteger;
import java.util.List;

/**
 * ROMs of a convolution. A group of {@code pe} output channels takes a word for every step over the kernel's columns,
 * its rows, and the input channels, in this order, the channels running fastest. A step covers
 * {@code tapRows x tapColumns} of the kernel and some channels; tap
 * {@code (row * tapColumns + column) * channels + channel} is the place inside it.
 */
final class WindowRoms extends RomLayout {

    private final PlannedEngine.Window folding;
    private final LayerNumbers conv;
    private final Window window;
    private final int stepChannels;
    private final int inputs;

    WindowRoms(PlannedEngine engine, PlannedEngine.Window folding, LayerNumbers conv) {
        super(engine);
        this.folding = folding;
        this.conv = conv;
        this.window = conv.layer()
                .movingWindow()
                .orElseThrow(() ->
                        new IllegalArgumentException("layer " + conv.layer().label() + " is no convolution"));
        this.inputs = conv.input().channels() / conv.layer().groups();
        // A plan with more groups than channels is refused for its number of ROMs.
        this.stepChannels = Math.max(1, folding.channels() / folding.laneGroups());
    }

    @Override
    List<LayerNumbers> layers() {
        return List.of(conv);
    }

    @Override
    BigInteger taps() {
        return BigInteger.valueOf(folding.tapRows())
                .multiply(BigInteger.valueOf(folding.tapColumns()))
                .multiply(BigInteger.valueOf(stepChannels));
    }

    @Override
    int pe() {
        return folding.pe();
    }

    private int stepsX() {
        return ceil(window.kernelWidth(), folding.tapColumns());
    }

    private int stepsY() {
        return ceil(window.kernelHeight(), folding.tapRows());
    }

    private int channelSteps() {
        return ceil(inputs, stepChannels);
    }

    @Override
    int weightWords() {
        return biasWords() * stepsX() * stepsY() * channelSteps();
    }

    @Override
    int biasWords() {
        return ceil(conv.outChannels(), folding.pe());
    }

    /** Weights are OIHW. */
    @Override
    Place weight(int layer, int outChannel, int index) {
        int column = index % window.kernelWidth();
        int row = index / window.kernelWidth() % window.kernelHeight();
        int channel = index / window.area();
        int tap = (row % folding.tapRows() * folding.tapColumns() + column % folding.tapColumns()) * stepChannels
                + channel % stepChannels;
        int word = outChannel / folding.pe();
        word = word * stepsX() + column / folding.tapColumns();
        word = word * stepsY() + row / folding.tapRows();
        word = word * channelSteps() + channel / stepChannels;
        return new Place(tap, word, outChannel % folding.pe());
    }

    @Override
    Place bias(int layer, int outChannel) {
        return new Place(-1, outChannel / folding.pe(), outChannel % folding.pe());
    }

    @Override
    int beatChannels() {
        return folding.drainChannels();
    }
}
