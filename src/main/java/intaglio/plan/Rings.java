package intaglio.plan;

import intaglio.diag.IntaglioException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses how many rows each buffer holds: the fewest with which no engine waits for another. Rings of windows are
 * enlarged where their producers wait for them. How deep the buffers of joins must be is what the timing model counts in them when rows come
 * at the pace of the slowest engine.
 */
final class Rings {

    /** Words of a memory. */
    private static final int MOST_WORDS = 1 << 20;

    private final Map<String, Widths> widths;

    private Rings(Map<String, Widths> widths) {
        this.widths = widths;
    }

    /**
     * Enlarges buffers until the interval is that of the slowest engine.
     *
     * @throws IntaglioException (bad input) where a join would need a larger buffer than there is
     */
    static EngineGraph enlarge(EngineGraph graph, Map<String, Widths> widths) {
        Rings rings = new Rings(widths);
        EngineGraph least = leastRings(graph);
        return fifos(least).isEmpty() ? rings.oneByOne(least) : rings.withJoins(least);
    }

    private static EngineGraph leastRings(EngineGraph graph) {
        EngineGraph least = graph;
        for (int i = 0; i < graph.engines().size(); i++) {
            least = least.with(i, graph.engines().get(i).withLeastBuffers());
        }
        return least;
    }

    /** Of all ways to enlarge one ring the fastest goes first, and of the fastest the smallest. */
    private EngineGraph oneByOne(EngineGraph least) {
        EngineGraph best = least;
        Schedule.Run run = Schedule.run(best);
        while (run.interval() > best.busiest()) {
            Option option = options(best, run).stream()
                    .min(Comparator.comparingLong(Option::interval).thenComparingLong(Option::area))
                    .orElse(null);
            if (option == null || option.interval() >= run.interval()) {
                return best;
            }
            best = option.graph();
            run = option.run();
        }
        return best;
    }

    private record Option(EngineGraph graph, Schedule.Run run, long area) {

        long interval() {
            return run.interval();
        }
    }

    /** Every way to enlarge one ring that a producer waited for; another one would change nothing. */
    private List<Option> options(EngineGraph graph, Schedule.Run run) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < graph.engines().size(); i++) {
            Engine engine = graph.engines().get(i);
            if (run.waitedFor(i, 0)) {
                for (Engine larger : engine.withLargerBuffers()) {
                    EngineGraph changed = graph.with(i, larger);
                    options.add(new Option(changed, Schedule.run(changed), area(larger) - area(engine)));
                }
            }
        }
        return options;
    }

    private long area(Engine engine) {
        return engine.area(widths);
    }

    // ---- joins ------------------------------------------------------------------------------------------------

    /** Rings first, with deep buffers in front of the joins; then these as deep as they must be. */
    private EngineGraph withJoins(EngineGraph least) {
        EngineGraph deep = withDeepFifos(least);
        EngineGraph together = enlargeTogether(deep);
        EngineGraph enlarged = shrink(together, deep);
        return grow(withMeasuredFifos(enlarged), enlarged);
    }

    /** Every ring that its producer waited for a step larger, as long as that helps. */
    private EngineGraph enlargeTogether(EngineGraph graph) {
        EngineGraph best = graph;
        Schedule.Run run = Schedule.run(best);
        while (run.interval() > best.busiest()) {
            EngineGraph larger = best;
            for (int i = 0; i < best.engines().size(); i++) {
                Optional<Engine> next =
                        best.engines().get(i).withLargerBuffers().stream().min(Comparator.comparingLong(this::area));
                larger = run.waitedFor(i, 0) && next.isPresent() ? larger.with(i, next.get()) : larger;
            }
            Schedule.Run next = Schedule.run(larger);
            if (next.interval() >= run.interval()) {
                return best;
            }
            best = larger;
            run = next;
        }
        return best;
    }

    /** Without the larger rings that are of no use. */
    private static EngineGraph shrink(EngineGraph enlarged, EngineGraph least) {
        long interval = Schedule.run(enlarged).interval();
        EngineGraph best = enlarged;
        for (int i = 0; i < enlarged.engines().size(); i++) {
            if (!enlarged.engines().get(i).equals(least.engines().get(i))) {
                EngineGraph smaller = best.with(i, least.engines().get(i));
                best = Schedule.run(smaller).interval() <= interval ? smaller : best;
            }
        }
        return best;
    }

    /** With buffers in front of the joins so much deeper that the interval is that with the deep ones. */
    private static EngineGraph grow(EngineGraph measured, EngineGraph deep) {
        long interval = Schedule.run(deep).interval();
        EngineGraph grown = measured;
        for (Schedule.Run run = Schedule.run(grown); run.interval() > interval; run = Schedule.run(grown)) {
            EngineGraph before = grown;
            for (EngineGraph.Consumer fifo : fifos(grown)) {
                int most = rows(deep, fifo);
                int rows = rows(grown, fifo);
                if (run.waitedFor(fifo.engine(), fifo.port()) && rows < most) {
                    grown = withDepth(grown, fifo, Math.min(most, rows + Math.max(1, rows / 2)));
                }
            }
            if (grown.equals(before)) {
                return deep;
            }
        }
        return grown;
    }

    private static int rows(EngineGraph graph, EngineGraph.Consumer fifo) {
        return graph.engines().get(fifo.engine()).buffer(fifo.port()).capacity();
    }

    /** Ports whose buffers may have any depth. */
    private static List<EngineGraph.Consumer> fifos(EngineGraph graph) {
        List<EngineGraph.Consumer> fifos = new ArrayList<>();
        for (int i = 0; i < graph.engines().size(); i++) {
            for (int port = 0; port < graph.engines().get(i).inputs().size(); port++) {
                if (graph.engines().get(i).isFifo(port)) {
                    fifos.add(new EngineGraph.Consumer(i, port));
                }
            }
        }
        return fifos;
    }

    private static EngineGraph withDepth(EngineGraph graph, EngineGraph.Consumer fifo, int rows) {
        Engine engine = graph.engines().get(fifo.engine());
        return graph.with(fifo.engine(), engine.withDepth(fifo.port(), rows));
    }

    /** With buffers of whole frames, as many as it takes until the engines do not wait for each other in a circle. */
    private static EngineGraph withDeepFifos(EngineGraph graph) {
        for (int frames = 2; ; frames *= 2) {
            EngineGraph deep = graph;
            boolean deeper = false;
            for (EngineGraph.Consumer fifo : fifos(graph)) {
                Engine engine = graph.engines().get(fifo.engine());
                int rows = frames * engine.inputs().get(fifo.port()).shape().height();
                deeper |= fits(engine, fifo.port(), rows);
                deep = withDepth(deep, fifo, Math.min(rows, most(engine, fifo.port())));
            }
            Schedule.Run run = Schedule.brief(deep, 0);
            if (run.finishes()) {
                return deep;
            }
            if (!deeper) {
                throw tooDeep(deep, run);
            }
        }
    }

    private static boolean fits(Engine engine, int port, int rows) {
        return rows <= most(engine, port);
    }

    /** Rows of the largest buffer. */
    private static int most(Engine engine, int port) {
        return Math.max(Engine.LEAST_ROWS, MOST_WORDS / engine.rowWords(port));
    }

    private static IntaglioException tooDeep(EngineGraph graph, Schedule.Run run) {
        EngineGraph.Consumer full = fifos(graph).stream()
                .filter(fifo -> run.waitsFor(fifo.engine(), fifo.port()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("compiler bug: the engines wait for each other"));
        Engine engine = graph.engines().get(full.engine());
        return IntaglioException.badInput(
                "layer '" + engine.label() + "'",
                "its input " + full.port() + " comes so much earlier than the others that more than " + MOST_WORDS
                        + " words would have to wait",
                "shorten the path to its other inputs, or join in another place");
    }

    /** With as many rows as are in the buffers when the input comes at the pace of the slowest engine. */
    private static EngineGraph withMeasuredFifos(EngineGraph deep) {
        long frame = Math.max(deep.busiest(), Schedule.brief(deep, 0).interval());
        Schedule.Run run = Schedule.brief(
                deep, Math.floorDiv(frame, deep.inputStream().shape().height()));
        EngineGraph measured = deep;
        for (EngineGraph.Consumer fifo : fifos(deep)) {
            int rows = Math.max(Engine.LEAST_ROWS, run.mostUsed(fifo.engine(), fifo.port()));
            measured = withDepth(measured, fifo, rows);
        }
        return measured;
    }
}
