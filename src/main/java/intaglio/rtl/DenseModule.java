package intaglio.rtl;

import intaglio.ir.Shape;
import intaglio.plan.DenseEngine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Emits the module, the ROMs and the probes of a dense engine. */
final class DenseModule {

    private final DenseView view;
    private final DenseEngine engine;

    DenseModule(DenseView view) {
        this.view = view;
        this.engine = view.engine();
    }

    EngineModule emit(TemplateEngine templates) {
        String text = templates.render(
                "dense_engine.v.vm", Map.of("v", view, "e", engine, "toolVersion", ToolVersion.VERSION));
        return new EngineModule(view.name(), view.module(), text, roms(), probes());
    }

    // ---- ROMs -------------------------------------------------------------------------------------------------

    private List<RomImage> roms() {
        List<RomImage> images = new ArrayList<>();
        for (WeightRom rom : view.roms()) {
            images.addAll(rom.split(weights(rom)));
        }
        images.add(biases());
        view.layers().forEach(layer -> images.addAll(layer.requantize().roms()));
        return images;
    }

    /** Layer after layer; inside a layer address = group * words + word. */
    private RomImage weights(WeightRom rom) {
        int pe = engine.folding().pe();
        List<BigInteger> words = new ArrayList<>();
        for (int layer = 0; layer < view.layerCount(); layer++) {
            int[] inputOrder = inputOrder(layer);
            for (int group = 0; group < engine.groups(layer); group++) {
                for (int word = 0; word < engine.words(layer); word++) {
                    long[] fields = new long[pe];
                    for (int lane = 0; lane < pe; lane++) {
                        int input = word * engine.folding().simd() + rom.tap();
                        fields[lane] = weight(layer, group * pe + lane, input, inputOrder);
                    }
                    words.add(RomImage.pack(fields, view.weightWidth()));
                }
            }
        }
        String bases = view.layers().stream()
                .map(layer -> layer.label() + " from " + engine.romBase(layer.index()) + ", group * "
                        + engine.words(layer.index()) + " + word")
                .collect(Collectors.joining("; "));
        return new RomImage(
                rom.file(),
                RomImage.Fields.weights(view.weightWidth(), rom.tap()),
                List.of(
                        "layers " + engine.label() + ", tap " + rom.tap() + ": weight - zero point, " + pe
                                + " outputs of " + view.weightWidth() + " bits, the first lowest",
                        "address: " + bases),
                pe * view.weightWidth(),
                words);
    }

    /** CHW index of each input in order of arrival: the stream's order in front, the drain's order inside. */
    private int[] inputOrder(int layer) {
        Shape shape = view.layers().get(layer).stage().input();
        return layer == 0 ? engine.input().order() : new intaglio.plan.Stream(shape, 1, 1).order();
    }

    /** Zero where the folding reaches past the layer's inputs or outputs. */
    private long weight(int layer, int output, int input, int[] inputOrder) {
        if (output >= engine.outputs(layer) || input >= engine.inputs(layer)) {
            return 0;
        }
        return view.layers().get(layer).parameters().weight(output * engine.inputs(layer) + inputOrder[input]);
    }

    private RomImage biases() {
        List<BigInteger> words = new ArrayList<>();
        int pe = engine.folding().pe();
        for (DenseLayerView layer : view.layers()) {
            words.addAll(RomImage.groups(layer.biases(), pe, view.biasWidth()));
        }
        return new RomImage(
                view.biasFile(),
                RomImage.Fields.biases(view.biasWidth()),
                List.of("layers " + engine.label() + ": biases of a group, " + pe + " outputs of " + view.biasWidth()
                        + " bits, the first lowest, layer after layer"),
                pe * view.biasWidth(),
                words);
    }

    // ---- probes -----------------------------------------------------------------------------------------------

    private List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        for (DenseLayerView layer : view.layers()) {
            String output = "u_" + view.name() + ".u_output_" + layer.name() + ".";
            String path = output + "u_requantize.";
            List<Probe.Loop> beats = List.of(new Probe.Loop(engine.outputs(layer.index()), 1));
            List<Probe.Loop> lanes = List.of(new Probe.Loop(1, 1));
            probes.add(new Probe(
                    layer.label(),
                    "accumulator",
                    path + "s_valid",
                    path + "accumulator",
                    layer.accumulatorWidth(),
                    true,
                    beats,
                    lanes));
            probes.add(new Probe(
                    layer.label(),
                    "requantized",
                    path + "scaled_valid",
                    path + "requantized",
                    layer.requantize().requantizedWidth(),
                    true,
                    beats,
                    lanes));
            String last = layer.requantize().lookup() ? output + "gen_lookup.u_lookup." : path;
            probes.add(new Probe(
                    layer.label(),
                    "output",
                    last + "out_valid",
                    last + "out",
                    layer.requantize().outputWidth(),
                    layer.isSigned(),
                    beats,
                    lanes));
        }
        return probes;
    }
}
