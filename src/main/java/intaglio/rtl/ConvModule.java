package intaglio.rtl;

import intaglio.ir.Shape;
import intaglio.plan.ConvEngine;
import intaglio.plan.ConvFolding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Emits the module, the ROMs and the probes of a conv engine. */
final class ConvModule {

    private final ConvView view;
    private final ConvEngine engine;

    ConvModule(ConvView view) {
        this.view = view;
        this.engine = view.engine();
    }

    EngineModule emit(TemplateEngine templates) {
        String text = templates.render(
                "conv_engine.v.vm", Map.of("v", view, "e", engine, "toolVersion", ToolVersion.VERSION));
        return new EngineModule(view.module(), text, roms(), probes());
    }

    // ---- ROMs -------------------------------------------------------------------------------------------------

    private List<RomImage> roms() {
        List<RomImage> images = new ArrayList<>();
        for (Words.RomName rom : view.roms()) {
            images.add(weights(rom));
        }
        images.add(biases());
        images.addAll(view.requantize().roms());
        return images;
    }

    /** Address = ((filterGroup * kernelStepsX + kernelStepX) * kernelStepsY + kernelStepY) * channelGroups + group. */
    private RomImage weights(Words.RomName rom) {
        ConvFolding folding = engine.folding();
        List<BigInteger> words = new ArrayList<>();
        for (int filterGroup = 0; filterGroup < engine.filterGroups(); filterGroup++) {
            for (int stepX = 0; stepX < engine.kernelStepsX(); stepX++) {
                for (int stepY = 0; stepY < engine.kernelStepsY(); stepY++) {
                    for (int group = 0; group < engine.channelGroups(); group++) {
                        long[] fields = new long[folding.pe()];
                        for (int pe = 0; pe < folding.pe(); pe++) {
                            fields[pe] = weight(filterGroup * folding.pe() + pe, stepX, stepY, group, rom.tap());
                        }
                        words.add(RomImage.pack(fields, view.weightWidth()));
                    }
                }
            }
        }
        return new RomImage(rom.file(), List.of(
                "layer " + engine.label() + ", tap " + rom.tap() + ": weight - zero point, " + folding.pe()
                        + " output channels of " + view.weightWidth() + " bits, the first lowest",
                "address = ((filterGroup * " + engine.kernelStepsX() + " + kernelStepX) * " + engine.kernelStepsY()
                        + " + kernelStepY) * " + engine.channelGroups() + " + channelGroup"),
                folding.pe() * view.weightWidth(), words);
    }

    /** Zero where the folding reaches past the kernel or the channels. */
    private long weight(int outChannel, int stepX, int stepY, int group, int tap) {
        ConvFolding folding = engine.folding();
        int channel = group * folding.channels() + tap % folding.channels();
        int column = stepX * folding.tapColumns() + tap / folding.channels() % folding.tapColumns();
        int row = stepY * folding.tapRows() + tap / folding.channels() / folding.tapColumns();
        Shape input = engine.stage().input();
        int height = view.window().kernelHeight();
        int width = view.window().kernelWidth();
        if (outChannel >= engine.stage().conv().outChannels() || channel >= input.channels() || row >= height
                || column >= width) {
            return 0;
        }
        return view.parameters().weight(((outChannel * input.channels() + channel) * height + row) * width + column);
    }

    private RomImage biases() {
        long[] biases = ArrayRanges.biases(view.parameters());
        int pe = engine.folding().pe();
        List<BigInteger> words = new ArrayList<>();
        for (int first = 0; first < biases.length; first += pe) {
            words.add(RomImage.pack(Arrays.copyOfRange(biases, first, first + pe), view.biasWidth()));
        }
        return new RomImage(view.biasFile(), List.of("layer " + engine.label() + ": biases of a filter group, " + pe
                + " output channels of " + view.biasWidth() + " bits, the first lowest"),
                pe * view.biasWidth(), words);
    }

    // ---- probes -----------------------------------------------------------------------------------------------

    private List<Probe> probes() {
        String label = engine.label();
        String path = "u_" + label + ".u_requantize.";
        List<Probe> probes = new ArrayList<>();
        probes.add(convProbe("accumulator", path + "s_valid", path + "accumulator", view.accumulatorWidth(), true));
        probes.add(convProbe("requantized", path + "scaled_valid", path + "requantized", view.requantizedWidth(), true));
        probes.add(convProbe("output", path + "out_valid", path + "out", view.activationWidth(), view.ySigned() == 1));
        engine.stage().pool().ifPresent(pool -> {
            Shape shape = engine.stage().output();
            int channels = engine.folding().drainChannels();
            probes.add(new Probe(pool.label(), "output", "u_" + label + ".u_pool.out_valid", "u_" + label + ".u_pool.out",
                    view.activationWidth(), view.ySigned() == 1,
                    List.of(new Probe.Loop(shape.height(), shape.width()), new Probe.Loop(shape.width(), 1),
                            new Probe.Loop(shape.channels() / channels, channels * shape.pixels())),
                    List.of(new Probe.Loop(channels, shape.pixels()))));
        });
        return probes;
    }

    private Probe convProbe(String stage, String valid, String data, int bits, boolean signed) {
        Shape shape = engine.stage().convOutput();
        int channels = engine.folding().drainChannels();
        return new Probe(engine.label(), stage, valid, data, bits, signed,
                List.of(new Probe.Loop(engine.blockRows(), engine.blockHeight() * shape.width()),
                        new Probe.Loop(engine.blockColumns(), engine.blockWidth()),
                        new Probe.Loop(shape.channels() / channels, channels * shape.pixels())),
                List.of(new Probe.Loop(channels, shape.pixels()), new Probe.Loop(engine.blockHeight(), shape.width()),
                        new Probe.Loop(engine.blockWidth(), 1)));
    }
}
