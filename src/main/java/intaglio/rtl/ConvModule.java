package intaglio.rtl;

import intaglio.op.Conv2d;
import intaglio.plan.WindowEngine;
import intaglio.plan.WindowFolding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Emits the module, the ROMs and the probes of a conv engine. */
final class ConvModule {

    private final WindowView window;
    private final ConvView view;
    private final WindowEngine engine;
    private final Conv2d conv;

    ConvModule(WindowView window, ConvView view) {
        this.window = window;
        this.view = view;
        this.engine = view.engine();
        this.conv = engine.stage().convolution().orElseThrow();
    }

    EngineModule emit(TemplateEngine templates) {
        String text = templates.render(
                "conv_engine.v.vm", Map.of("w", window, "v", view, "e", engine, "toolVersion", ToolVersion.VERSION));
        return new EngineModule(window.name(), window.module(), text, roms(), probes());
    }

    // ---- ROMs -------------------------------------------------------------------------------------------------

    private List<RomImage> roms() {
        List<RomImage> images = new ArrayList<>();
        for (WeightRom rom : view.roms()) {
            images.addAll(rom.split(weights(rom)));
        }
        images.add(biases());
        images.addAll(view.requantize().roms());
        return images;
    }

    /** Address = ((filterGroup * kernelStepsX + kernelStepX) * kernelStepsY + kernelStepY) * channelWords + channelWord. */
    private RomImage weights(WeightRom rom) {
        WindowFolding folding = engine.folding();
        List<BigInteger> words = new ArrayList<>();
        for (int filterGroup = 0; filterGroup < engine.filterGroups(); filterGroup++) {
            for (int stepX = 0; stepX < engine.kernelStepsX(); stepX++) {
                for (int stepY = 0; stepY < engine.kernelStepsY(); stepY++) {
                    for (int word = 0; word < engine.channelWords(); word++) {
                        long[] fields = new long[folding.pe()];
                        for (int pe = 0; pe < folding.pe(); pe++) {
                            fields[pe] = weight(filterGroup * folding.pe() + pe, stepX, stepY, word, rom.tap());
                        }
                        words.add(RomImage.pack(fields, view.weightWidth()));
                    }
                }
            }
        }
        return new RomImage(
                rom.file(),
                RomImage.Fields.weights(view.weightWidth(), rom.tap()),
                List.of(
                        "layer " + engine.label() + ", tap " + rom.tap() + ": weight - zero point, " + folding.pe()
                                + " output channels of " + view.weightWidth() + " bits, the first lowest",
                        "address = ((filterGroup * " + engine.kernelStepsX() + " + kernelStepX) * "
                                + engine.kernelStepsY() + " + kernelStepY) * " + engine.channelWords()
                                + " + channelWord"),
                folding.pe() * view.weightWidth(),
                words);
    }

    /** Zero where the folding reaches past the kernel or the channels. */
    private long weight(int outChannel, int stepX, int stepY, int word, int tap) {
        WindowFolding folding = engine.folding();
        int channel = word * engine.laneChannels() + tap % engine.laneChannels();
        int column = stepX * folding.tapColumns() + tap / engine.laneChannels() % folding.tapColumns();
        int row = stepY * folding.tapRows() + tap / engine.laneChannels() / folding.tapColumns();
        int channels = engine.stage().groupInputs();
        int height = conv.window().kernelHeight();
        int width = conv.window().kernelWidth();
        if (outChannel >= conv.outChannels() || channel >= channels || row >= height || column >= width) {
            return 0;
        }
        return view.parameters().weight(((outChannel * channels + channel) * height + row) * width + column);
    }

    private RomImage biases() {
        int pe = engine.folding().pe();
        return new RomImage(
                view.biasFile(),
                RomImage.Fields.biases(view.biasWidth()),
                List.of("layer " + engine.label() + ": biases of a filter group, " + pe + " output channels of "
                        + view.biasWidth() + " bits, the first lowest"),
                pe * view.biasWidth(),
                RomImage.groups(view.biases(), pe, view.biasWidth()));
    }

    // ---- probes -----------------------------------------------------------------------------------------------

    private List<Probe> probes() {
        String engineInstance = "u_" + view.name() + ".u_engine.";
        String output = engineInstance + "u_output.";
        String path = output + "u_requantize.";
        WindowProbes probes = new WindowProbes(engine);
        List<Probe> all = new ArrayList<>();
        all.add(probes.window("accumulator", path + "s_valid", path + "accumulator", view.accumulatorWidth(), true));
        all.add(probes.window(
                "requantized", path + "scaled_valid", path + "requantized", view.requantizedWidth(), true));
        String last = view.requantize().lookup() ? output + "gen_lookup.u_lookup." : path;
        all.add(probes.window("output", last + "out_valid", last + "out", view.activationWidth(), view.ySigned() == 1));
        engine.stage().fusedPool().ifPresent(pool -> {
            String out = engineInstance + "gen_pool.u_pool.out";
            all.add(probes.fusedPool(pool.label(), out + "_valid", out, view.activationWidth(), view.ySigned() == 1));
        });
        return all;
    }
}
