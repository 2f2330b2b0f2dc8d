package intaglio.plan;

import static intaglio.plan.Integers.bitsFor;
import static intaglio.plan.Integers.ceilDiv;
import static intaglio.plan.Integers.gcd;

import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A streaming convolution or pool: banked ring, sequencer, array, drain, and what brings sums back to activations.
 * Everything the emitted module needs to know about sizes follows from the stage, the folding and the stream it is fed
 * with.
 *
 * @param stage the convolution and its pool, or the pool
 * @param folding the parallelism
 * @param input the stream of activations
 * @param multiplyCycles cycles from the array's inputs to a product
 * @param finishCycles cycles from the drain to the activation, or to the value of a pool of its own
 */
public record WindowEngine(
        Stage.Windowed stage, WindowFolding folding, Stream input, int multiplyCycles, int finishCycles)
        implements Engine {

    /** Stages from the sequencer to the array's input registers: address, memory, rows and columns of the window. */
    public static final int OPERAND_STAGES = 4;

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
        return new Stream(stage.output(), folding.drainChannels(), writtenPixels());
    }

    @Override
    public List<Stream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean accepts(int port, Stream stream) {
        return folding.channels() % stream.channels() == 0
                && columnBanks() % stream.pixels() == 0
                && firstColumnBank() % stream.pixels() == 0;
    }

    @Override
    public String demand() {
        return folding.channels() + "x" + columnBanks() + "+" + firstColumnBank();
    }

    @Override
    public WindowEngine fedWith(List<Stream> streams) {
        return new WindowEngine(stage, folding, streams.get(0), multiplyCycles, finishCycles);
    }

    /** The ring. */
    @Override
    public Buffer buffer(int port) {
        return new Buffer(ringRows(), 1, stage.input().height(), skippedRows());
    }

    @Override
    public long area(Map<String, Widths> widths) {
        return Area.of(this, widths.get(label()));
    }

    @Override
    public Control control(List<Port> own, Fork consumers) {
        return new WindowControl(this, own.get(0), consumers);
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
        return kinds.window(this);
    }

    private Window window() {
        return stage.window();
    }

    // ---- output block -----------------------------------------------------------------------------------------

    public int blockHeight() {
        return stage.blockHeight();
    }

    public int blockWidth() {
        return folding.blockWidth();
    }

    /** Output pixels of a block. */
    public int pixels() {
        return blockHeight() * blockWidth();
    }

    /** Pixels of a block after the pool. */
    public int writtenPixels() {
        return stage.fusedPool().isPresent() ? 1 : blockWidth();
    }

    public int blockRows() {
        return stage.output().height();
    }

    public int blockColumns() {
        return stage.output().width() / writtenPixels();
    }

    /** Input rows from one block to the next. */
    public int blockRowStep() {
        return blockHeight() * window().strideY();
    }

    public int blockColumnStep() {
        return blockWidth() * window().strideX();
    }

    /** Input rows a block row waits for: those it reads, and those a stride steps over. */
    public int blockRowReach() {
        int read = (blockHeight() - 1) * window().strideY() + window().height();
        return Math.max(read, blockRowStep());
    }

    // ---- loops ------------------------------------------------------------------------------------------------

    public int filterGroups() {
        return ceilDiv(stage.outChannels(), folding.pe());
    }

    /** Beats of a filter group. */
    int groupBeats() {
        return folding.pe() / folding.drainChannels();
    }

    /** Beats of the last filter group, which may be partly empty. */
    public int lastGroupBeats() {
        int channels = stage.outChannels() - (filterGroups() - 1) * folding.pe();
        return channels / folding.drainChannels();
    }

    public int kernelStepsY() {
        return ceilDiv(window().kernelHeight(), folding.tapRows());
    }

    public int kernelStepsX() {
        return ceilDiv(window().kernelWidth(), folding.tapColumns());
    }

    /** Input channels that a lane sums over in one step. */
    public int laneChannels() {
        return folding.channels() / folding.laneGroups();
    }

    /** Channel words, those of the ring, that an output is the sum of: steps over its input channels. */
    public int channelWords() {
        return ceilDiv(stage.groupInputs(), laneChannels());
    }

    /** Words of the ring for a pixel. */
    public int pixelWords() {
        return ceilDiv(stage.input().channels(), folding.channels());
    }

    /** Filter groups in a row that read the same words. */
    public int filtersOfWords() {
        return ceilDiv(stage.groupOutputs() * folding.laneGroups(), folding.pe());
    }

    /** Steps of the array for one group of sums. */
    public int groupSteps() {
        return kernelStepsY() * kernelStepsX() * channelWords();
    }

    /** Words of each weight ROM. */
    public int romDepth() {
        return filterGroups() * groupSteps();
    }

    /** Inputs of a lane in one step. */
    public int taps() {
        return folding.tapRows() * folding.tapColumns() * laneChannels();
    }

    @Override
    public int multipliers() {
        return isPool() ? 0 : folding.pe() * pixels() * taps();
    }

    /** True where lanes compare or add, and nothing is multiplied. */
    public boolean isPool() {
        return !stage.multiplies();
    }

    /** Cycles of a block row. */
    public int rowCycles() {
        return blockColumns() * romDepth();
    }

    @Override
    public long issueCycles() {
        return (long) blockRows() * rowCycles();
    }

    // ---- ring: rows -------------------------------------------------------------------------------------------

    /** Rows that a step looks at, gaps of the kernel included. */
    public int windowRows() {
        return (blockHeight() - 1) * window().strideY() + (folding.tapRows() - 1) * window().dilationY() + 1;
    }

    /** Input rows from one kernel step to the next. */
    private int kernelRowStep() {
        return folding.tapRows() * window().dilationY();
    }

    /** Rows of a strip: every window starts at a multiple of it. */
    public int rowGrain() {
        return kernelStepsY() > 1 ? gcd(blockRowStep(), kernelRowStep()) : blockRowStep();
    }

    public int rowStrips() {
        return ceilDiv(windowRows(), rowGrain()) + folding.ring().extraStrips();
    }

    public int rowBanks() {
        return rowStrips() * rowGrain();
    }

    public int ringRows() {
        return rowBanks() * folding.ring().slots();
    }

    /** Rows of the ring a frame takes: whole strips. */
    public int frameRows() {
        return ceilDiv(stage.input().height(), rowGrain()) * rowGrain();
    }

    public int skippedRows() {
        return frameRows() - stage.input().height();
    }

    private static final int MAX_SLOTS = 64;
    private static final int MAX_EXTRA_STRIPS = 2;

    private WindowEngine withRing(WindowFolding.Ring ring) {
        return new WindowEngine(stage, folding.withRing(ring), input, multiplyCycles, finishCycles);
    }

    private WindowEngine withRows(int rows) {
        int slots = Math.max(2, Integers.powerOfTwoAtLeast(ceilDiv(rows, rowBanks())));
        return withRing(new WindowFolding.Ring(slots, folding.ring().extraStrips()));
    }

    /** With the ring it usually ends up with: two windows high, so that one can be filled while one is read. */
    WindowEngine withUsualRing() {
        return withRows(2 * blockRowReach());
    }

    /** Rows that the last block row of a frame waits for: all from its first to the end of the image. */
    private int lastRows() {
        int first = (blockRows() - 1) * blockRowStep() - window().padTop();
        return stage.input().height() - Math.max(0, first) + skippedRows();
    }

    /** With a ring that holds a window and the next row. */
    @Override
    public WindowEngine withLeastBuffers() {
        return withRows(Math.max(blockRowReach() + blockRowStep(), lastRows() + 1));
    }

    /** With twice the slots, or with one strip of banks more. */
    @Override
    public List<Engine> withLargerBuffers() {
        WindowFolding.Ring ring = folding.ring();
        List<Engine> larger = new ArrayList<>();
        if (2 * ring.slots() <= MAX_SLOTS) {
            larger.add(withRing(new WindowFolding.Ring(2 * ring.slots(), ring.extraStrips())));
        }
        if (ring.extraStrips() < MAX_EXTRA_STRIPS) {
            larger.add(withRing(new WindowFolding.Ring(ring.slots(), ring.extraStrips() + 1)));
        }
        return larger;
    }

    // ---- ring: columns ----------------------------------------------------------------------------------------

    /** Columns that a step looks at, gaps of the kernel included. */
    public int windowColumns() {
        return (blockWidth() - 1) * window().strideX() + (folding.tapColumns() - 1) * window().dilationX() + 1;
    }

    private int kernelColumnStep() {
        return folding.tapColumns() * window().dilationX();
    }

    public int columnGrain() {
        return kernelStepsX() > 1 ? gcd(blockColumnStep(), kernelColumnStep()) : blockColumnStep();
    }

    public int columnStrips() {
        return ceilDiv(windowColumns(), columnGrain());
    }

    public int columnBanks() {
        return columnStrips() * columnGrain();
    }

    /** Column bank of the first column: padding that is no whole strip moves the image to the right. */
    int firstColumnBank() {
        return window().padLeft() % columnGrain();
    }

    /** Words along a row of each column bank. */
    public int columnWords() {
        return ceilDiv(stage.input().width() + firstColumnBank(), columnBanks());
    }

    public int columnIndexBits() {
        return bitsFor(columnWords());
    }

    public int slotBits() {
        return bitsFor(folding.ring().slots());
    }

    /** Bits of the pixel's word in an address: none where there is one. */
    int wordAddressBits() {
        return pixelWords() == 1 ? 0 : bitsFor(pixelWords());
    }

    public int bankAddressBits() {
        return slotBits() + columnIndexBits() + wordAddressBits();
    }

    // ---- timing -----------------------------------------------------------------------------------------------

    /** Cycles from the issue of a step to the accumulator's `first` input. */
    public int firstDelay() {
        if (isPool()) {
            return OPERAND_STAGES + taps();
        }
        return OPERAND_STAGES + multiplyCycles + (taps() == 1 ? 0 : taps());
    }

    /** Cycles from the issue of a group's last step to its sums in the drain. */
    public int loadDelay() {
        return firstDelay() + 1;
    }

    /** Cycles of the pool that is computed with the convolution; 0 without one. */
    public int poolCycles() {
        return stage.fusedPool()
                .map(pool -> Pipeline.pool(pool.kind(), pool.window().area()))
                .orElse(0);
    }

    /** Cycles from the issue of a group's last step to the group's first beat at the consumer. */
    public int groupLatency() {
        return loadDelay() + Pipeline.DRAIN + finishCycles + poolCycles();
    }

    /** Cycles from the issue of a block row's last step to its last beat at the consumer. */
    public int rowLatency() {
        return groupLatency() + lastGroupBeats() - 1;
    }

    @Override
    public int outputAhead() {
        return rowLatency();
    }
}
