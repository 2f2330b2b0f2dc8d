package intaglio.rtl;

import intaglio.graph.Network;
import intaglio.plan.Engine;
import intaglio.plan.EngineGraph;
import intaglio.plan.Plan;
import intaglio.plan.Stage;
import intaglio.plan.StageGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What {@code top.v.vm} says: the engines in network order and the wires between them.
 *
 * @param network the network
 * @param plan engines and timing
 * @param names what modules, instances and wires are called
 * @param edges proved intervals of the streams
 * @param roms for each engine, whether it reads ROMs
 * @param tlast whether the input has a {@code tlast}
 */
public record TopView(Network network, Plan plan, Names names, Edges edges, List<Boolean> roms, boolean tlast) {

    /** Frames that may be under way beside those that the latency makes. */
    private static final int SPARE_FRAMES = 4;

    private static final int LEAST_MARK_BITS = 3;

    public TopView {
        roms = List.copyOf(roms);
    }

    /**
     * The wires behind an engine or the input.
     *
     * @param name what they are called after
     * @param range bits of a beat
     * @param readers ports that read them
     */
    public record EdgeView(String name, String range, int readers) {

        public boolean fork() {
            return readers > 1;
        }

        public String roomRange() {
            return VerilogText.range(readers);
        }

        public String pad() {
            return VerilogText.blanks(range.length());
        }

        /** Where a reader says that it has room. */
        public String room(int reader) {
            return fork() ? name + "_room[" + reader + "]" : name + "_space";
        }
    }

    /**
     * An input port of an engine.
     *
     * @param name {@code s}, or {@code s0}, {@code s1} ...
     * @param edge the wires it reads
     * @param room where it says that it has room
     */
    public record PortView(String name, String edge, String room) {}

    /**
     * One engine instance.
     *
     * @param roms whether it reads ROMs
     * @param multiplies whether it has multiplier blocks
     */
    public record EngineView(
            String title,
            String module,
            String name,
            boolean roms,
            boolean multiplies,
            List<PortView> ports,
            EdgeView edge) {}

    private EngineGraph graph() {
        return plan.graph();
    }

    public String module() {
        return names.top();
    }

    public String networkText() {
        return network.layers().size() + " layers, " + network.input() + " -> "
                + network.output().elements();
    }

    public List<String> summary() {
        return plan.engines().stream().map(TopView::summary).toList();
    }

    private static String summary(Engine engine) {
        return String.format(
                Locale.ROOT,
                "%s: %s -> %s, %d multipliers, %d cycles",
                engine.label(),
                shapes(engine),
                engine.output().shape(),
                engine.multipliers(),
                engine.issueCycles());
    }

    private static String shapes(Engine engine) {
        return String.join(
                " + ",
                engine.inputs().stream()
                        .map(stream -> stream.shape().toString())
                        .toList());
    }

    public String inputShape() {
        return network.input() + " (CHW)";
    }

    public long interval() {
        return plan.timing().interval();
    }

    public long latency() {
        return plan.timing().latency();
    }

    // ---- input --------------------------------------------------------------------------------------------------

    public EdgeView pixels() {
        return edge(StageGraph.INPUT);
    }

    public int rowBeats() {
        return graph().inputStream().rowBeats();
    }

    public int frameBeats() {
        return plan.inputBeats();
    }

    /** Of the places for marks: more than frames are ever under way at full speed. */
    public int markBits() {
        long frames = plan.timing().latency() / plan.timing().interval() + SPARE_FRAMES;
        return Math.max(LEAST_MARK_BITS, Long.SIZE - Long.numberOfLeadingZeros(frames));
    }

    // ---- engines ------------------------------------------------------------------------------------------------

    public List<EngineView> engines() {
        return IntStream.range(0, plan.engines().size()).mapToObj(this::view).toList();
    }

    private EngineView view(int index) {
        Engine engine = plan.engines().get(index);
        String title = String.format(
                Locale.ROOT,
                "%s: %s -> %s, %d cycles a frame, %d multipliers",
                engine.label(),
                shapes(engine),
                engine.output().shape(),
                engine.issueCycles(),
                engine.multipliers());
        return new EngineView(
                title,
                names.module(engine),
                names.stem(engine),
                roms.get(index),
                engine.multipliers() > 0,
                ports(index),
                edge(index));
    }

    private List<PortView> ports(int engine) {
        List<Integer> sources = graph().sources().get(engine);
        List<PortView> ports = new ArrayList<>();
        for (int port = 0; port < sources.size(); port++) {
            EdgeView edge = edge(sources.get(port));
            int reader = graph().consumers(sources.get(port)).indexOf(new EngineGraph.Consumer(engine, port));
            ports.add(new PortView(sources.size() > 1 ? "s" + port : "s", edge.name(), edge.room(reader)));
        }
        return ports;
    }

    /** The wires behind an engine are named after its last layer; those behind the input are called pixels. */
    private EdgeView edge(int source) {
        int readers = graph().consumers(source).size();
        if (source == StageGraph.INPUT) {
            return new EdgeView(
                    "pixels", VerilogText.range(graph().inputStream().beatElements() * 8), readers);
        }
        Engine engine = plan.engines().get(source);
        Stage last = engine.stages().get(engine.stages().size() - 1);
        String name = names.layer(last.layers().get(last.layers().size() - 1)) + "_out";
        int bits = engine.output().beatElements() * edges.of(source).bits();
        return new EdgeView(name, VerilogText.range(bits), readers);
    }

    // ---- output -------------------------------------------------------------------------------------------------

    public OutputView out() {
        int last = plan.engines().size() - 1;
        return new OutputView(
                graph().output(), graph().last().output(), edge(last).name(), edges.of(last), tlast);
    }
}
