package intaglio.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Chooses how many rows each ring holds: the fewest with which no engine waits for another. */
final class Rings {

    private final Map<String, Widths> widths;

    private Rings(Map<String, Widths> widths) {
        this.widths = widths;
    }

    /**
     * Enlarges rings, one at a time, until the interval is that of the slowest engine. Of all ways to enlarge one ring
     * the fastest goes first, and of the fastest the smallest.
     */
    static EngineGraph enlarge(EngineGraph graph, Map<String, Widths> widths) {
        return new Rings(widths).enlarge(smallest(graph));
    }

    private static EngineGraph smallest(EngineGraph graph) {
        EngineGraph smallest = graph;
        for (int i = 0; i < graph.engines().size(); i++) {
            smallest = smallest.with(i, graph.engines().get(i).withLeastBuffers());
        }
        return smallest;
    }

    private EngineGraph enlarge(EngineGraph smallest) {
        EngineGraph best = smallest;
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
            if (!run.waitedFor(i, 0)) {
                continue;
            }
            for (Engine larger : engine.withLargerBuffers()) {
                EngineGraph changed = graph.with(i, larger);
                options.add(new Option(changed, Schedule.run(changed), larger.area(widths) - engine.area(widths)));
            }
        }
        return options;
    }
}
