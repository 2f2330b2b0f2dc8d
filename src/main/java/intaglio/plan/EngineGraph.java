package intaglio.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The engines of a network in topological order, and what feeds each.
 *
 * @param engines the engines; the last one gives the network's output
 * @param sources for each engine the engines that feed its ports, {@link StageGraph#INPUT} where that is the input
 * @param output where the frames leave
 */
public record EngineGraph(List<Engine> engines, List<List<Integer>> sources, OutputPort output) {

    public EngineGraph {
        engines = List.copyOf(engines);
        sources = sources.stream().map(List::copyOf).toList();
    }

    /** A port of an engine. */
    public record Consumer(int engine, int port) {}

    /** The ports that an engine, or the input, feeds. */
    public List<Consumer> consumers(int source) {
        List<Consumer> consumers = new ArrayList<>();
        for (int engine = 0; engine < engines.size(); engine++) {
            List<Integer> feeds = sources.get(engine);
            for (int port = 0; port < feeds.size(); port++) {
                if (feeds.get(port) == source) {
                    consumers.add(new Consumer(engine, port));
                }
            }
        }
        return consumers;
    }

    /** The engine that gives the network's output. */
    public Engine last() {
        return engines.get(engines.size() - 1);
    }

    /** The stream of the network's input: one channel of one pixel a beat. */
    public Stream inputStream() {
        Consumer first = consumers(StageGraph.INPUT).get(0);
        return engines.get(first.engine()).inputs().get(first.port());
    }

    /** Cycles that the busiest engine, or the input, is busy for. */
    long busiest() {
        return Math.max(
                engines.stream().mapToLong(Engine::issueCycles).max().orElseThrow(),
                inputStream().frameBeats());
    }

    EngineGraph with(int index, Engine engine) {
        List<Engine> changed = new ArrayList<>(engines);
        changed.set(index, engine);
        return new EngineGraph(changed, sources, output);
    }
}
