package intaglio.plan;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds the fastest chain of engines for a budget of multipliers. All foldings of all stages are enumerated; for a
 * given interval the cheapest compatible chain is a shortest path, and the smallest interval whose chain fits the
 * budget is found by bisection. Among chains of the same interval the one with the fewest multipliers wins, then the
 * one with the smallest {@link Area}.
 */
public final class FoldingSearch {

    /** Products of one lane; longer chains only add latency. */
    static final int MAX_TAPS = 32;

    /** Cycles from the end of a consumer's reading to the start of its producer, registers of the credit included. */
    private static final int HANDSHAKE = 8;

    private final List<Stage> stages;
    private final List<Widths> widths;
    /** Candidates by index of the first stage they compute. */
    private final List<List<Candidate>> candidates = new ArrayList<>();

    private FoldingSearch(List<Stage> stages, List<Widths> widths) {
        this.stages = stages;
        this.widths = widths;
        for (int first = 0; first < stages.size(); first++) {
            candidates.add(
                    stages.get(first) instanceof Stage.Windowed
                            ? WindowCandidates.of(stages, first, widths)
                            : DenseCandidates.of(stages, first, widths));
        }
    }

    /**
     * @param stages what {@link Lowering} made of the network
     * @param model the network and its parameters
     * @param ranges proved widths
     * @param budget multipliers, at most
     * @return the engines in network order, rings as small as they can be
     * @throws IntaglioException (usage) where the budget is below one multiplier per lane of every stage
     */
    public static List<Engine> fastest(List<Stage> stages, IntegerModel model, Ranges ranges, int budget) {
        FoldingSearch search = new FoldingSearch(stages, Widths.of(stages, model, ranges));
        List<Long> intervals = search.possibleIntervals();
        Chain slowest = search.cheapest(intervals.get(intervals.size() - 1));
        if (slowest == null || slowest.multipliers > budget) {
            throw IntaglioException.usage(
                    "--multipliers " + budget + " is too small for this network",
                    "it needs at least " + (slowest == null ? "?" : slowest.multipliers));
        }
        int low = 0;
        int high = intervals.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            Chain chain = search.cheapest(intervals.get(middle));
            if (chain != null && chain.multipliers <= budget) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Rings.enlarge(search.cheapest(intervals.get(low)).engines(), search.widths);
    }

    /** A chain from some stage to the end. */
    private record Chain(Candidate head, Chain tail, int multipliers, long area) {

        List<Engine> engines() {
            List<Engine> engines = new ArrayList<>();
            Stream stream = new Stream(head.engine().stages().get(0).input(), 1, 1);
            for (Chain chain = this; chain != null; chain = chain.tail) {
                Engine engine = withInput(chain.head.engine(), stream);
                engines.add(engine);
                stream = engine.output();
            }
            return engines;
        }

        private static Engine withInput(Engine engine, Stream stream) {
            return engine instanceof WindowEngine window
                    ? window.withInput(stream)
                    : ((DenseEngine) engine).withInput(stream);
        }
    }

    private List<Long> possibleIntervals() {
        TreeSet<Long> intervals = new TreeSet<>();
        Shape input = stages.get(0).input();
        for (List<Candidate> list : candidates) {
            for (Candidate candidate : list) {
                intervals.add(Math.max(candidate.cycles(), input.elements()));
                intervals.add(Math.max(candidate.cycles() + HANDSHAKE, input.elements()));
            }
        }
        return new ArrayList<>(intervals);
    }

    /** The chain with the fewest multipliers whose engines all finish a frame in {@code interval} cycles, or null. */
    private Chain cheapest(long interval) {
        // For every stage, the best chain from it on, by what it asks of its producer.
        List<Map<String, Chain>> fromStage = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            fromStage.add(new HashMap<>());
        }
        for (int first = stages.size() - 1; first >= 0; first--) {
            for (Candidate candidate : candidates.get(first)) {
                if (candidate.cycles() > interval) {
                    continue;
                }
                if (candidate.next() == stages.size()) {
                    keep(fromStage.get(first), new Chain(candidate, null, candidate.multipliers(), candidate.area()));
                    continue;
                }
                for (Chain tail : fromStage.get(candidate.next()).values()) {
                    if (feeds(candidate.engine().output(), tail.head().engine())
                            && releasesInTime(candidate.engine(), tail.head().engine(), interval)) {
                        keep(
                                fromStage.get(first),
                                new Chain(
                                        candidate,
                                        tail,
                                        candidate.multipliers() + tail.multipliers(),
                                        candidate.area() + tail.area()));
                    }
                }
            }
        }
        Stream pixels = new Stream(stages.get(0).input(), 1, 1);
        return fromStage.get(0).values().stream()
                .filter(chain -> feeds(pixels, chain.head().engine()))
                .filter(chain -> releasesInTime(0, chain.head().engine(), interval))
                .min(BY_COST)
                .orElse(null);
    }

    private static final Comparator<Chain> BY_COST = Comparator.comparingInt(Chain::multipliers)
            .thenComparingLong(Chain::area)
            .thenComparing(chain -> chain.engines().toString());

    private static void keep(Map<String, Chain> chains, Chain chain) {
        chains.merge(demand(chain.head().engine()), chain, (a, b) -> BY_COST.compare(a, b) <= 0 ? a : b);
    }

    /** What an engine asks of the beats it is fed with, as a key. */
    private static String demand(Engine engine) {
        return engine instanceof WindowEngine window
                ? window.folding().channels() + "x" + window.columnBanks() + "+" + window.firstColumnBank()
                : "simd" + ((DenseEngine) engine).folding().simd();
    }

    /**
     * True where a dense engine gives a half of its double buffer back before the producer wants to start the next
     * frame: the producer starts ahead of its first output by its latency.
     */
    private static boolean releasesInTime(Engine producer, Engine consumer, long interval) {
        int ahead = producer instanceof WindowEngine window
                ? window.rowLatency()
                : ((DenseEngine) producer).outputLatency()
                        + ((DenseEngine) producer).folding().pe();
        return releasesInTime(ahead, consumer, interval);
    }

    private static boolean releasesInTime(int ahead, Engine consumer, long interval) {
        return !(consumer instanceof DenseEngine dense) || dense.cycles(0) + ahead + HANDSHAKE <= interval;
    }

    /** True where the beats fit the words of the consumer's buffer. */
    private static boolean feeds(Stream stream, Engine consumer) {
        if (consumer instanceof WindowEngine window) {
            return window.folding().channels() % stream.channels() == 0
                    && window.columnBanks() % stream.pixels() == 0
                    && window.firstColumnBank() % stream.pixels() == 0;
        }
        return ((DenseEngine) consumer).folding().simd() % stream.beatElements() == 0;
    }
}
