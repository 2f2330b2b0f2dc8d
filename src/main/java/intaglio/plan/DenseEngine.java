package intaglio.plan;

import static intaglio.plan.Integers.ceilDiv;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One MAC array shared by dense layers in a row: double frame buffer, sequencer, array, drain, one requantizer per
 * layer, and a small buffer that takes the results of all but the last layer back to the array's input.
 *
 * @param layers the dense stages, in order
 * @param folding the parallelism
 * @param input the stream of activations
 * @param multiplyCycles cycles from the array's inputs to a product
 * @param finishCycles cycles from the drain to an output, the same for all layers
 */
public record DenseEngine(
        List<Stage.Dense> layers, DenseFolding folding, Stream input, int multiplyCycles, int finishCycles)
        implements Engine {

    /** Stages from the sequencer to the array's input registers: address, memory, which of the two. */
    public static final int OPERAND_STAGES = 3;
    /** Cycles in which the array is idle between two layers, the wait not counted: decide, then issue. */
    private static final int HANDOVER = 2;

    public DenseEngine {
        layers = List.copyOf(layers);
    }

    @Override
    public String label() {
        return layers.stream().map(Stage::label).collect(Collectors.joining("_"));
    }

    @Override
    public List<Stage> stages() {
        return List.copyOf(layers);
    }

    @Override
    public Stream output() {
        return new Stream(layers.get(layers.size() - 1).output(), 1, 1);
    }

    @Override
    public int multipliers() {
        return folding.pe() * folding.simd();
    }

    @Override
    public List<Stream> inputs() {
        return List.of(input);
    }

    /** Rows of a frame, as it comes. */
    public int inputRows() {
        return input.shape().height();
    }

    @Override
    public boolean accepts(int port, Stream stream) {
        return folding.simd() % stream.beatElements() == 0;
    }

    @Override
    public String demand() {
        return "simd" + folding.simd();
    }

    @Override
    public DenseEngine fedWith(List<Stream> streams) {
        return new DenseEngine(layers, folding, streams.get(0), multiplyCycles, finishCycles);
    }

    /** The double buffer: it holds two frames. */
    @Override
    public Buffer buffer(int port) {
        return Buffer.rows(2 * inputRows(), inputRows());
    }

    @Override
    public int outputAhead() {
        return outputLatency() + folding.pe();
    }

    /** The first layer reads a half of the double buffer to its end. */
    @Override
    public long frameHold() {
        return cycles(0);
    }

    @Override
    public long area(Map<String, Widths> widths) {
        return Area.of(
                this, layers.stream().map(layer -> widths.get(layer.label())).toList());
    }

    @Override
    public Control control(List<Port> own, Fork consumers) {
        return new DenseControl(this, own.get(0), consumers);
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
        return kinds.dense(this);
    }

    public int inputs(int layer) {
        return layers.get(layer).input().elements();
    }

    public int outputs(int layer) {
        return layers.get(layer).layer().outChannels();
    }

    /** Words of {@code simd} inputs. */
    public int words(int layer) {
        return ceilDiv(inputs(layer), folding.simd());
    }

    /** Groups of {@code pe} outputs. */
    public int groups(int layer) {
        return ceilDiv(outputs(layer), folding.pe());
    }

    /** Outputs of the last group, which may be partly empty. */
    public int lastGroupOutputs(int layer) {
        return outputs(layer) - (groups(layer) - 1) * folding.pe();
    }

    /** Cycles the layer has the array. */
    public int cycles(int layer) {
        return words(layer) * groups(layer);
    }

    @Override
    public long issueCycles() {
        return romDepth();
    }

    public int romDepth() {
        return romBase(layers.size());
    }

    /**
     * Cycles of a frame, idle ones included: between two layers the wait and the handover, after the last layer of
     * several the handover to the first.
     */
    public long frameCycles() {
        long waits = IntStream.range(1, layers.size())
                .map(layer -> waitCycles(layer) + HANDOVER)
                .sum();
        return issueCycles() + waits + (layers.size() > 1 ? HANDOVER : 0);
    }

    /** First ROM word of a layer. */
    public int romBase(int layer) {
        return IntStream.range(0, layer).map(this::cycles).sum();
    }

    /** Number of a layer's first group, counted over all layers. */
    public int groupBase(int layer) {
        return IntStream.range(0, layer).map(this::groups).sum();
    }

    /** First word of a layer's input in the intermediate buffer; layer 0 reads the frame buffer. */
    public int bufferBase(int layer) {
        return IntStream.range(1, Math.max(layer, 1)).map(this::words).sum();
    }

    public int bufferWords() {
        return bufferBase(layers.size());
    }

    /** Cycles from the issue of a step to the accumulator's `first` input. */
    public int firstDelay() {
        return OPERAND_STAGES + multiplyCycles + (folding.simd() == 1 ? 0 : folding.simd());
    }

    /** Cycles from the issue of a group's last step to its sums in the drain. */
    public int loadDelay() {
        return firstDelay() + 1;
    }

    /** Cycles from the issue of a group's last step to the group's first output. */
    public int outputLatency() {
        return loadDelay() + Pipeline.DRAIN + finishCycles;
    }

    /**
     * Cycles between the last step of layer {@code layer - 1} and the moment the layer is ready, so that every word is
     * written before it is read: a word is read {@code HANDOVER + wait + word + 2} cycles after that step at the earliest,
     * and written when the last of its elements leaves the requantizer.
     */
    public int waitCycles(int layer) {
        int before = layer - 1;
        int wait = 0;
        for (int word = 0; word < words(layer); word++) {
            int element = Math.min((word + 1) * folding.simd(), inputs(layer)) - 1;
            int group = element / folding.pe();
            int written = outputLatency() + element % folding.pe() - words(before) * (groups(before) - 1 - group);
            wait = Math.max(wait, written - word - HANDOVER - 1);
        }
        return wait;
    }
}
