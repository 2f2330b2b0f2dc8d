package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.graph.Network;
import intaglio.num.Interval;
import intaglio.plan.Buffer;
import intaglio.plan.Engine;
import intaglio.plan.Integers;
import intaglio.plan.Plan;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code top.v.vm} says: the engines in network order and the wires between them.
 *
 * @param graph the network
 * @param plan engines and timing
 * @param names what modules, instances and wires are called
 * @param edgeWidths bits of an activation behind each engine
 * @param logits proved interval of the logits
 */
public record TopView(Network graph, Plan plan, Names names, List<Integer> edgeWidths, Interval logits) {

    public TopView {
        edgeWidths = List.copyOf(edgeWidths);
    }

    /** One engine instance. */
    public record EngineView(
            String title, String module, String name, boolean roms, String source, String edge, String range) {

        public String pad() {
            return VerilogText.blanks(range.length());
        }
    }

    public String module() {
        return names.top();
    }

    public String network() {
        return graph.layers().size() + " layers, " + graph.input() + " -> "
                + graph.output().elements();
    }

    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %s -> %s, %d multipliers, %d cycles",
                    engine.label(),
                    engine.input().shape(),
                    engine.output().shape(),
                    engine.multipliers(),
                    engine.issueCycles()));
        }
        return lines;
    }

    public String inputShape() {
        return graph.input() + " (CHW)";
    }

    public long interval() {
        return plan.timing().interval();
    }

    public long latency() {
        return plan.timing().latency();
    }

    // ---- input --------------------------------------------------------------------------------------------------

    public String firstEdge() {
        return "pixels";
    }

    public int unitBeats() {
        Engine first = plan.engines().get(0);
        return first instanceof WindowEngine
                ? first.input().rowBeats()
                : first.input().frameBeats();
    }

    // ---- engines ------------------------------------------------------------------------------------------------

    public List<EngineView> engines() {
        List<EngineView> views = new ArrayList<>();
        String source = firstEdge();
        for (int i = 0; i < plan.engines().size(); i++) {
            Engine engine = plan.engines().get(i);
            String title = String.format(
                    Locale.ROOT,
                    "%s: %s -> %s, %d cycles a frame, %d multipliers",
                    engine.label(),
                    engine.input().shape(),
                    engine.output().shape(),
                    engine.issueCycles(),
                    engine.multipliers());
            int bits = engine.output().beatElements() * edgeWidths.get(i);
            String edge = edge(engine);
            views.add(new EngineView(
                    title,
                    names.module(engine),
                    names.stem(engine),
                    !isPool(engine),
                    source,
                    edge,
                    VerilogText.range(bits)));
            source = edge;
        }
        return views;
    }

    /** Pools have no ROMs. */
    private static boolean isPool(Engine engine) {
        return engine instanceof WindowEngine window && window.isPool();
    }

    /** The wires behind an engine are named after its last layer. */
    private String edge(Engine engine) {
        var stages = engine.stages();
        var last = stages.get(stages.size() - 1);
        if (last instanceof Stage.Windowed window && window.fusedPool().isPresent()) {
            return names.layer(window.fusedPool().get().label()) + "_out";
        }
        return names.layer(last.label()) + "_out";
    }

    public String lastEdge() {
        return edge(plan.engines().get(plan.engines().size() - 1));
    }

    // ---- output -------------------------------------------------------------------------------------------------

    public int outputs() {
        return graph.output().elements();
    }

    public int logitWidth() {
        return logits.signedBits();
    }

    /** Bits of {@code m_axis_tdata}: 32, or 64 where the logits need more. */
    public int dataBits() {
        return logitWidth() <= 32 ? 32 : 64;
    }

    public int classBits() {
        return bitsFor(outputs());
    }

    public String dataRange() {
        return VerilogText.range(dataBits());
    }

    public String classRange() {
        return VerilogText.pad(VerilogText.range(classBits()), dataRange().length());
    }

    public String logitIn() {
        return VerilogText.extend(lastEdge() + "_data", edgeWidths.get(edgeWidths.size() - 1), logitWidth(), false);
    }

    public String logitExtended() {
        return VerilogText.extend("logit_out", logitWidth(), dataBits(), true);
    }

    private Buffer fifo() {
        return Buffer.fifo(outputs());
    }

    public int fifoCapacity() {
        return fifo().capacity();
    }

    public int fifoAddressBits() {
        return Integers.bitsFor(fifo().capacity());
    }

    public int fifoCreditBits() {
        return fifo().counterBits();
    }

    public String fifoCreditZeros() {
        return (fifoCreditBits() - 1) + "'d0";
    }
}
