package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.num.Interval;
import intaglio.op.DepthToSpace;
import intaglio.plan.Pipeline;
import intaglio.plan.ShuffleEngine;
import java.util.List;
import java.util.Map;

/**
 * What {@code depth_to_space_engine.v.vm} says about one layer.
 *
 * @param module name of the emitted module
 * @param name what the instance is called after
 * @param engine sizes and timing
 * @param values proved interval of the values
 */
public record ShuffleView(String module, String name, ShuffleEngine engine, Interval values) {

    private DepthToSpace layer() {
        return engine.stage().layer();
    }

    public String purpose() {
        return "depth to space " + layer().label() + ", blocks of " + engine.block() + "x" + engine.block();
    }

    public String formula() {
        String block = Integer.toString(engine.block());
        String channel = channelsFirst() == 1
                ? "(c * " + block + " + i) * " + block + " + j"
                : "(i * " + block + " + j) * " + engine.output().shape().channels() + " + c";
        return "channel c of pixel (row * " + block + " + i, column * " + block + " + j) = channel " + channel
                + " of pixel (row, column)";
    }

    public int bits() {
        return values.bits();
    }

    public String inputBeat() {
        return Words.beat(engine.input(), bits());
    }

    public String outputBeat() {
        return Words.beat(engine.output(), bits());
    }

    private String inputBits() {
        return VerilogText.range(engine.input().beatElements() * bits());
    }

    private String outputBits() {
        return VerilogText.range(engine.output().beatElements() * bits());
    }

    private int portPad() {
        return Math.max(inputBits().length(), outputBits().length());
    }

    public String inputRange() {
        return VerilogText.pad(inputBits(), portPad());
    }

    public String outputRange() {
        return VerilogText.pad(outputBits(), portPad());
    }

    public String clkPad() {
        return VerilogText.blanks(portPad());
    }

    public int channelsFirst() {
        return layer().order() == DepthToSpace.Order.CRD ? 1 : 0;
    }

    public int bankWords() {
        return engine.rows() * engine.rowWords(0);
    }

    public int addressBits() {
        return bitsFor(bankWords());
    }

    public int latency() {
        return Pipeline.SHUFFLE;
    }

    EngineModule emit(TemplateEngine templates) {
        String text = templates.render(
                "depth_to_space_engine.v.vm", Map.of("v", this, "e", engine, "toolVersion", ToolVersion.VERSION));
        String instance = "u_" + name + ".";
        Probe probe = new StreamProbes(engine.label(), engine.output())
                .output(instance + "m_valid", instance + "m_data", values);
        return new EngineModule(name, module, text, List.of(), List.of(probe));
    }
}
