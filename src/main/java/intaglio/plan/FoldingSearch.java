package intaglio.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds the fastest engines for a budget of multipliers. All foldings of all stages are enumerated. A join takes any
 * beat, so the graph is cut in front of joins; what is left are trees, which begin at the input or at a join. For a
 * given interval the cheapest compatible engines of a tree are found from its leaves to its root, and the smallest
 * interval whose trees together fit the budget by bisection. Among those of the same interval the ones with the
 * fewest multipliers win, then the ones with the smallest {@link Area}.
 */
final class FoldingSearch {

    /** Products of one lane; longer chains only add latency. */
    static final int MAX_TAPS = 32;

    /** Cycles from the end of a consumer's reading to the start of its producer, registers of the credit included. */
    private static final int HANDSHAKE = 8;

    /** Within this factor of the cycles in which all multipliers are busy other stages are not looked for. */
    static final double NEAR_IDEAL = 1.01;

    private final StageGraph graph;
    private final Map<String, Widths> widths;
    private final Stream pixels;
    /** Candidates by index of the first stage they compute. */
    private final List<List<Candidate>> candidates = new ArrayList<>();

    FoldingSearch(StageGraph graph, Map<String, Widths> widths) {
        this.graph = graph;
        this.widths = widths;
        int first = graph.consumers(StageGraph.INPUT).get(0);
        pixels = new Stream(graph.stages().get(first).input(), 1, 1);
        for (int stage = 0; stage < graph.size(); stage++) {
            candidates.add(graph.stages().get(stage).candidates(graph, stage, widths));
        }
    }

    /** The fewest multipliers of engines that take {@code most} cycles for a frame, or fewer. */
    OptionalInt multipliersFor(long most) {
        Forest forest = cheapest(most);
        return forest == null ? OptionalInt.empty() : OptionalInt.of(forest.multipliers());
    }

    /**
     * The fastest engines of one way to group the layers into stages.
     *
     * @param search what found them
     * @param interval cycles of a frame; {@link Control#FOREVER} where the budget is too small
     * @param least multipliers without which there are no engines
     */
    record Found(FoldingSearch search, long interval, int least) {

        /** Whether other stages could not be much faster. */
        boolean isNearIdeal(int budget) {
            long work = search.graph.stages().stream()
                    .mapToLong(Stage::multiplications)
                    .sum();
            double ideal = Math.max((double) work / budget, search.pixels.frameBeats());
            return interval <= NEAR_IDEAL * ideal;
        }

        EngineGraph engines() {
            return Rings.enlarge(search.engines(search.cheapest(interval)), search.widths);
        }
    }

    /** The engines that need the fewest cycles for a frame within a budget of multipliers, buffers as small as they can be. */
    Found fastest(int budget) {
        List<Long> intervals = possibleIntervals();
        Forest slowest = cheapest(intervals.get(intervals.size() - 1));
        if (slowest == null || slowest.multipliers() > budget) {
            return new Found(this, Control.FOREVER, slowest == null ? Integer.MAX_VALUE : slowest.multipliers());
        }
        int low = 0;
        int high = intervals.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            Forest forest = cheapest(intervals.get(middle));
            if (forest != null && forest.multipliers() <= budget) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return new Found(this, intervals.get(low), slowest.multipliers());
    }

    /** Multipliers of the cheapest engines for each interval of at most so many cycles, in any order. */
    IntStream budgets(long cycles) {
        return possibleIntervals().stream()
                .filter(interval -> interval <= cycles)
                .map(this::cheapest)
                .filter(Objects::nonNull)
                .mapToInt(Forest::multipliers);
    }

    private List<Long> possibleIntervals() {
        TreeSet<Long> intervals = new TreeSet<>();
        for (List<Candidate> list : candidates) {
            for (Candidate candidate : list) {
                intervals.add(Math.max(candidate.cycles(), pixels.frameBeats()));
                intervals.add(Math.max(candidate.cycles() + HANDSHAKE, pixels.frameBeats()));
            }
        }
        return new ArrayList<>(intervals);
    }

    /**
     * An engine and what it feeds, up to the next joins.
     *
     * @param head what computes the first stages
     * @param fed the trees of its consumers, but for those that are joins
     * @param multipliers of all engines
     * @param area of all engines
     */
    private record Tree(Candidate head, List<Tree> fed, int multipliers, long area) {

        private static final Comparator<Tree> BY_COST = Comparator.comparingInt(Tree::multipliers)
                .thenComparingLong(Tree::area)
                .thenComparing(tree -> tree.engines().toString());

        static Tree of(Candidate head, List<Tree> fed) {
            int multipliers = head.multipliers();
            long area = head.area();
            for (Tree tree : fed) {
                multipliers += tree.multipliers;
                area += tree.area;
            }
            return new Tree(head, fed, multipliers, area);
        }

        /** The engines, each fed with what it is fed with. */
        private List<Engine> engines() {
            List<Engine> engines = new ArrayList<>();
            addEngines(engines, head.engine());
            return engines;
        }

        private void addEngines(List<Engine> engines, Engine engine) {
            engines.add(engine);
            for (Tree tree : fed) {
                tree.addEngines(engines, tree.head.engine().fedWith(List.of(engine.output())));
            }
        }

        private void addTo(Map<Integer, Candidate> chosen) {
            chosen.put(head.first(), head);
            fed.forEach(tree -> tree.addTo(chosen));
        }
    }

    /** The trees of all roots. */
    private record Forest(List<Tree> trees) {

        int multipliers() {
            return trees.stream().mapToInt(Tree::multipliers).sum();
        }
    }

    /** The engines with the fewest multipliers that all finish a frame in {@code interval} cycles, or null. */
    private Forest cheapest(long interval) {
        // For every stage, the best tree from it on, by what it asks of its producer.
        List<Map<String, Tree>> fromStage = new ArrayList<>();
        for (int stage = 0; stage < graph.size(); stage++) {
            fromStage.add(new HashMap<>());
        }
        for (int first = graph.size() - 1; first >= 0; first--) {
            for (Candidate candidate : candidates.get(first)) {
                List<Tree> fed = candidate.cycles() <= interval
                        ? fed(
                                candidate.last(),
                                candidate.engine().output(),
                                candidate.engine().outputAhead(),
                                interval,
                                fromStage)
                        : null;
                if (fed != null) {
                    fromStage
                            .get(first)
                            .merge(candidate.engine().demand(), Tree.of(candidate, fed), FoldingSearch::cheaper);
                }
            }
        }
        List<Tree> trees = fed(StageGraph.INPUT, pixels, 0, interval, fromStage);
        if (trees == null) {
            return null;
        }
        for (int stage = 0; stage < graph.size(); stage++) {
            if (graph.stages().get(stage).takesAnyBeat()) {
                if (fromStage.get(stage).isEmpty()) {
                    return null;
                }
                trees.add(cheapest(fromStage.get(stage).values()));
            }
        }
        return new Forest(trees);
    }

    private static Tree cheaper(Tree a, Tree b) {
        return Tree.BY_COST.compare(a, b) <= 0 ? a : b;
    }

    private static Tree cheapest(Collection<Tree> trees) {
        return trees.stream().min(Tree.BY_COST).orElse(null);
    }

    /**
     * The cheapest tree for each consumer of a stage (or of the input) that is no join.
     *
     * @param source the stage
     * @param stream what it writes
     * @param ahead cycles by which it starts ahead of its first output
     * @return null where a consumer has none
     */
    private List<Tree> fed(int source, Stream stream, int ahead, long interval, List<Map<String, Tree>> fromStage) {
        List<Tree> fed = new ArrayList<>();
        for (int consumer : graph.consumers(source)) {
            if (graph.stages().get(consumer).takesAnyBeat()) {
                continue;
            }
            Tree best = cheapest(fromStage.get(consumer).values().stream()
                    .filter(tree -> tree.head().engine().accepts(0, stream))
                    .filter(tree -> releasesInTime(ahead, tree.head().engine(), interval))
                    .toList());
            if (best == null) {
                return null;
            }
            fed.add(best);
        }
        return fed;
    }

    /**
     * True where a buffer that is given back as a whole comes back before the producer wants to start the next frame:
     * the producer starts ahead of its first output by its latency.
     */
    private static boolean releasesInTime(int ahead, Engine consumer, long interval) {
        return consumer.frameHold() == 0 || consumer.frameHold() + ahead + HANDSHAKE <= interval;
    }

    /** The engines in order of the stages, each fed with what its sources write. */
    private EngineGraph engines(Forest forest) {
        Map<Integer, Candidate> chosen = new TreeMap<>();
        forest.trees().forEach(tree -> tree.addTo(chosen));
        Map<Integer, Integer> engineOfStage = new HashMap<>();
        engineOfStage.put(StageGraph.INPUT, StageGraph.INPUT);
        List<Engine> engines = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        chosen.forEach((first, candidate) -> {
            List<Integer> feeds =
                    graph.sources().get(first).stream().map(engineOfStage::get).toList();
            List<Stream> streams = feeds.stream()
                    .map(feed -> feed == StageGraph.INPUT
                            ? pixels
                            : engines.get(feed).output())
                    .toList();
            engineOfStage.put(candidate.last(), engines.size());
            engines.add(candidate.engine().fedWith(streams));
            sources.add(feeds);
        });
        return new EngineGraph(engines, sources, graph.output());
    }
}
