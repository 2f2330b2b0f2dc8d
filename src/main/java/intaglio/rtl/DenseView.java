package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.plan.DenseEngine;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What {@code dense_engine.v.vm} says about one shared array, as finished numbers and words.
 *
 * @param module name of the emitted module
 * @param name what the instance and the ROM files are called after
 * @param engine sizes and timing
 * @param layers the layers on the array, in order
 * @param frame proved interval of the first layer's input
 */
public record DenseView(String module, String name, DenseEngine engine, List<DenseLayerView> layers, Interval frame) {

    public DenseView {
        layers = List.copyOf(layers);
    }

    public String purpose() {
        return (shared() ? "dense layers " : "dense layer ")
                + layers.stream().map(DenseLayerView::label).collect(Collectors.joining(", "))
                + (shared() ? " on one array" : "");
    }

    public String time() {
        String parts = IntStream.range(0, layers.size())
                .mapToObj(i -> engine.groups(i) + " x " + engine.words(i))
                .collect(Collectors.joining(" + "));
        return engine.issueCycles() + " cycles a frame: groups x words = " + parts;
    }

    public String roundingText() {
        List<Requantize> all =
                layers.stream().map(layer -> layer.parameters().requantize()).toList();
        return RequantizeView.roundingText(
                all.stream().filter(one -> one.clamp() != null).findFirst().orElse(all.get(0)));
    }

    public boolean shared() {
        return layers.size() > 1;
    }

    public int layerCount() {
        return layers.size();
    }

    public int layerBits() {
        return bitsFor(layers.size());
    }

    private DenseLayerView last() {
        return layers.get(layers.size() - 1);
    }

    public String lastName() {
        return last().name();
    }

    // ---- streams ----------------------------------------------------------------------------------------------

    public String inputBeat() {
        return Words.beat(engine.input(), frameWidth());
    }

    private int portPad() {
        return Math.max(rawInputRange().length(), last().range().length());
    }

    private String rawInputRange() {
        return VerilogText.range(engine.input().beatElements() * frameWidth());
    }

    public String inputRange() {
        return VerilogText.pad(rawInputRange(), portPad());
    }

    public String outputRange() {
        return VerilogText.pad(last().range(), portPad());
    }

    public String clkPad() {
        return VerilogText.blanks(portPad());
    }

    public String layerRange() {
        return VerilogText.pad(VerilogText.range(layerBits()), wirePad());
    }

    public String accumulatorRange() {
        return VerilogText.pad(VerilogText.range(accumulatorWidth()), wirePad());
    }

    public String resultRange() {
        return VerilogText.pad(VerilogText.range(resultWidth()), wirePad());
    }

    public String drainPad() {
        return VerilogText.blanks(wirePad());
    }

    private int wirePad() {
        return VerilogText.range(accumulatorWidth()).length();
    }

    // ---- widths -----------------------------------------------------------------------------------------------

    private Interval hull(Function<DenseLayerView, Interval> part) {
        return layers.stream().map(part).reduce(Interval::union).orElseThrow();
    }

    public Interval frameInterval() {
        return frame;
    }

    public int frameWidth() {
        return frame.bits();
    }

    public int frameSigned() {
        return frame.isSigned() ? 1 : 0;
    }

    /** Results that go back to the array are kept as signed numbers. */
    public int resultWidth() {
        return layers.subList(0, layers.size() - 1).stream()
                .mapToInt(layer -> layer.ranges().output().signedBits())
                .max()
                .orElseThrow();
    }

    public int xWidth() {
        return shared() ? Math.max(frame.signedBits(), resultWidth()) : frameWidth();
    }

    public int xSigned() {
        return shared() ? 1 : frameSigned();
    }

    public Interval weightInterval() {
        return hull(layer -> layer.ranges().weight());
    }

    public int weightWidth() {
        return weightInterval().signedBits();
    }

    public Interval productInterval() {
        return hull(layer -> layer.array().product());
    }

    public int productWidth() {
        return productInterval().withZero().signedBits();
    }

    public Interval sumInterval() {
        return hull(layer -> layer.array().sum());
    }

    public int sumWidth() {
        return Math.max(sumInterval().signedBits(), productWidth());
    }

    public Interval biasInterval() {
        return hull(layer -> layer.array().bias());
    }

    public int biasWidth() {
        return biasInterval().signedBits();
    }

    public Interval accumulatorInterval() {
        return hull(layer -> layer.array().accumulator());
    }

    public int accumulatorWidth() {
        return Math.max(accumulatorInterval().signedBits(), biasWidth());
    }

    // ---- addresses and tables -----------------------------------------------------------------------------------

    /** Words of the layer that has most. */
    public int mostWords() {
        return IntStream.range(0, layers.size()).map(engine::words).max().orElseThrow();
    }

    /** Groups of all layers. */
    public int groupCount() {
        return engine.groupBase(layers.size());
    }

    private String table(IntUnaryOperator entry) {
        return VerilogText.table(
                IntStream.range(0, layers.size()).map(entry).boxed().toList());
    }

    public String wordsTable() {
        return table(engine::words);
    }

    public String groupsTable() {
        return table(engine::groups);
    }

    public String romBaseTable() {
        return table(engine::romBase);
    }

    public String bufferBaseTable() {
        return table(engine::bufferBase);
    }

    public String waitTable() {
        return table(layer -> layer == 0 ? 0 : engine.waitCycles(layer));
    }

    public String lastBeatsTable() {
        return table(engine::lastGroupOutputs);
    }

    public String groupBaseTable() {
        return table(engine::groupBase);
    }

    // ---- results ------------------------------------------------------------------------------------------------

    public int resultPartial() {
        return IntStream.range(1, layers.size())
                        .anyMatch(i -> engine.inputs(i) % engine.folding().simd() != 0)
                ? 1
                : 0;
    }

    public String resultValid() {
        return layers.subList(0, layers.size() - 1).stream()
                .map(layer -> layer.name() + "_valid")
                .collect(Collectors.joining(" | "));
    }

    /** The result of the layer that is valid; the last of the returning layers needs no question. */
    public String resultMux() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < layers.size() - 1; i++) {
            DenseLayerView layer = layers.get(i);
            String value = VerilogText.extend(
                    layer.name() + "_y", layer.requantize().outputWidth(), resultWidth(), layer.isSigned());
            text.append(i < layers.size() - 2 ? layer.name() + "_valid ? " + value + " : " : value);
        }
        return text.toString();
    }

    // ---- files --------------------------------------------------------------------------------------------------

    public List<WeightRom> roms() {
        return WeightRom.of(name, engine.folding().simd(), engine.folding().pe() * weightWidth(), engine.romDepth());
    }

    public String biasFile() {
        return name + "_bias.mem";
    }
}
