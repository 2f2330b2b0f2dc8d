package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.num.Interval;
import intaglio.plan.JoinEngine;
import intaglio.plan.Pipeline;
import intaglio.plan.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What {@code join_engine.v.vm} says about one join.
 *
 * @param module name of the emitted module
 * @param name what the instance and the ROM files are called after
 * @param engine sizes and timing
 * @param x proved intervals of the inputs
 * @param y proved interval of the output
 * @param sum the arithmetic, where it is a sum
 */
public record JoinView(
        String module, String name, JoinEngine engine, List<Interval> x, Interval y, Optional<SumView> sum) {

    public JoinView {
        x = List.copyOf(x);
    }

    /** One input. */
    public record PortView(JoinEngine engine, int index, Interval x, int pad) {

        private Stream stream() {
            return engine.inputs().get(index);
        }

        public String shape() {
            return stream().shape().toString();
        }

        public String beat() {
            return Words.beat(stream(), bits());
        }

        public String range() {
            return VerilogText.pad(VerilogText.range(stream().beatElements() * bits()), pad);
        }

        public int bits() {
            return x.bits();
        }

        public int signed() {
            return x.isSigned() ? 1 : 0;
        }

        public int rows() {
            return engine.rows().get(index);
        }

        public int columns() {
            return engine.columns(index);
        }

        public int beatChannels() {
            return stream().channels();
        }

        public int beatPixels() {
            return stream().pixels();
        }

        public int pixelBeats() {
            return stream().pixelBeats();
        }

        public int rowPixels() {
            return stream().shape().width();
        }

        public int wordChannels() {
            return engine.storedChannels(index);
        }

        /** Stored words of a pixel. */
        public int pixelWords() {
            return stream().shape().channels() / wordChannels();
        }

        public int bankWords() {
            return rows() * engine.rowWords(index);
        }

        public int addressBits() {
            return bitsFor(bankWords());
        }
    }

    // ---- words --------------------------------------------------------------------------------------------------

    public String purpose() {
        String inputs = x.size() + " inputs";
        return (sum.isPresent() ? "sum " : "channels ") + engine.label() + " of " + inputs;
    }

    public List<String> formula() {
        if (sum.isEmpty()) {
            return List.of("y = the channels of input 0, then those of input 1 ...");
        }
        RequantizeView requantize = requantize();
        String y = requantize.lookup()
                ? "table[requantized], " + requantize.function()
                : requantize.relu() == 1 ? "max(requantized, " + requantize.outputZeroPoint() + ")" : "requantized";
        return List.of(
                "accumulator = " + requantize.accumulatorFormula(),
                "requantized = " + requantize.requantizedFormula(),
                "y           = " + y);
    }

    // ---- ports --------------------------------------------------------------------------------------------------

    public List<PortView> ports() {
        List<PortView> ports = new ArrayList<>();
        for (int index = 0; index < x.size(); index++) {
            ports.add(new PortView(engine, index, x.get(index), portPad()));
        }
        return ports;
    }

    private String outputBits() {
        return VerilogText.range(engine.output().beatElements() * y.bits());
    }

    private int portPad() {
        return IntStream.range(0, x.size())
                .map(index -> VerilogText.range(engine.inputs().get(index).beatElements()
                                * x.get(index).bits())
                        .length())
                .reduce(outputBits().length(), Math::max);
    }

    public String outputRange() {
        return VerilogText.pad(outputBits(), portPad());
    }

    public String clkPad() {
        return VerilogText.blanks(portPad());
    }

    public String outputBeat() {
        return Words.beat(engine.output(), y.bits());
    }

    // ---- sizes --------------------------------------------------------------------------------------------------

    public int inputs() {
        return x.size();
    }

    public boolean inTurn() {
        return engine.stage().inTurn();
    }

    /** Bits of a value that is joined: of the accumulator, or of the output. */
    public int width() {
        return sum.map(SumView::accumulatorWidth).orElse(y.bits());
    }

    public int mostRows() {
        return engine.rows().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    public String turnTable() {
        return VerilogText.table(
                IntStream.range(0, x.size()).mapToObj(engine::portWords).toList());
    }

    public int readCycles() {
        return Pipeline.ROW_READ;
    }

    // ---- sum ----------------------------------------------------------------------------------------------------

    private SumView arithmetic() {
        return sum.orElseThrow();
    }

    public RequantizeView requantize() {
        return RequantizeView.of(
                name,
                arithmetic().layer(),
                arithmetic().parameters(),
                arithmetic().ranges(),
                engine.output().shape().channels(),
                engine.channels());
    }

    public boolean lookup() {
        return sum.isPresent() && requantize().lookup();
    }

    public String plusDigits() {
        return arithmetic().plusDigits();
    }

    public String minusDigits() {
        return arithmetic().minusDigits();
    }

    public String offset() {
        return arithmetic().offset();
    }

    public int productStages() {
        return Pipeline.products(arithmetic().parameters());
    }

    public int sumStages() {
        return Pipeline.addends(arithmetic().parameters());
    }

    /** From a step to its accumulators. */
    public int accumulatorCycles() {
        return readCycles() + productStages() + sumStages();
    }

    public int requantizeCycles() {
        return Pipeline.requantize(arithmetic().parameters().requantize());
    }

    public int scaledWidth() {
        return Math.max(requantize().scaledWidth(), width());
    }

    // ---- module -------------------------------------------------------------------------------------------------

    EngineModule emit(TemplateEngine templates) {
        String text = templates.render(
                "join_engine.v.vm", Map.of("v", this, "e", engine, "toolVersion", ToolVersion.VERSION));
        List<RomImage> roms = sum.isPresent() ? requantize().roms() : List.of();
        return new EngineModule(name, module, text, roms, probes());
    }

    private List<Probe> probes() {
        String instance = "u_" + name + ".";
        StreamProbes probes = new StreamProbes(engine.label(), engine.output());
        if (sum.isEmpty()) {
            return List.of(probes.output(instance + "m_valid", instance + "m_data", y));
        }
        String stage = instance + "u_output.";
        String path = stage + "u_requantize.";
        String last = lookup() ? stage + "gen_lookup.u_lookup." : path;
        return List.of(
                probes.of("accumulator", path + "s_valid", path + "accumulator", width(), true),
                probes.of(
                        "requantized",
                        path + "scaled_valid",
                        path + "requantized",
                        requantize().requantizedWidth(),
                        true),
                probes.output(last + "out_valid", last + "out", y));
    }
}
