package intaglio.plan;

import static intaglio.plan.Integers.ceilDiv;

import intaglio.diag.IntaglioException;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds the fastest chain of engines for a budget of multipliers. All foldings of all stages are enumerated; for a
 * given interval the cheapest compatible chain is a shortest path, and the smallest interval whose chain fits the
 * budget is found by bisection. Among chains of the same interval the one with the fewest multipliers wins, then the
 * one with the smallest {@link Area}.
 */
public final class FoldingSearch {

    /** Products of one lane; longer chains only add latency. */
    private static final int MAX_TAPS = 32;

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
            candidates.add(stages.get(first) instanceof Stage.Windowed windowed
                    ? windowCandidates(windowed, first)
                    : denseCandidates(first));
        }
    }

    /**
     * @param stages what {@link Lowering} made of the network
     * @param ranges proved widths
     * @param budget multipliers, at most
     * @return the engines in network order, rings as small as they can be
     * @throws IntaglioException (usage) where the budget is below one multiplier per lane of every stage
     */
    public static List<Engine> fastest(List<Stage> stages, Ranges ranges, int budget) {
        FoldingSearch search = new FoldingSearch(stages, Widths.of(stages, ranges));
        List<Long> intervals = search.possibleIntervals();
        Chain slowest = search.cheapest(intervals.get(intervals.size() - 1));
        if (slowest == null || slowest.multipliers > budget) {
            throw IntaglioException.usage("--multipliers " + budget + " is too small for this network",
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

    // ---- candidates -------------------------------------------------------------------------------------------

    /** One way to compute the stages from {@code first} to before {@code next}. */
    private record Candidate(Engine engine, int first, int next, long cycles, int multipliers, long area) {}

    private List<Candidate> windowCandidates(Stage.Windowed stage, int first) {
        Window window = stage.window();
        Map<String, Candidate> best = new HashMap<>();
        for (int blockWidth : blockWidths(stage)) {
            for (int tapRows = 1; tapRows <= window.kernelHeight(); tapRows++) {
                for (int tapColumns = 1; tapColumns <= window.kernelWidth(); tapColumns++) {
                    if (wastes(stage, window.kernelHeight(), tapRows)
                            || wastes(stage, window.kernelWidth(), tapColumns)) {
                        continue;
                    }
                    for (Lanes lanes : lanes(stage)) {
                        if (tapRows * tapColumns * (lanes.channels() / lanes.groups()) > MAX_TAPS) {
                            continue;
                        }
                        addWindow(stage, first,
                                new WindowFolding(lanes.pe(), blockWidth, tapRows, tapColumns, lanes.channels(),
                                        lanes.groups(), 0, WindowFolding.Ring.SMALLEST),
                                best);
                    }
                }
            }
        }
        return new ArrayList<>(best.values());
    }

    /** Parallelism over the channels: output channels, channels of a word, groups side by side. */
    private record Lanes(int pe, int channels, int groups) {}

    /**
     * Where channels are not split, any two splits. Where they are, either a part of one group, or several whole groups
     * side by side; neither may straddle a border, so these are divisors.
     */
    private static List<Lanes> lanes(Stage.Windowed stage) {
        List<Lanes> lanes = new ArrayList<>();
        boolean split = stage.groups() > 1;
        for (int channels : split ? divisors(stage.groupInputs()) : usefulSplits(stage.groupInputs())) {
            for (int pe : split ? divisors(stage.groupOutputs()) : usefulSplits(stage.groupOutputs())) {
                lanes.add(new Lanes(pe, channels, 1));
            }
        }
        for (int groups : divisors(stage.groups())) {
            if (groups > 1) {
                lanes.add(new Lanes(groups * stage.groupOutputs(), groups * stage.groupInputs(), groups));
            }
        }
        return lanes;
    }

    /** Columns of the output block: the pool's, or 1 or 2 where there is none. */
    private static List<Integer> blockWidths(Stage.Windowed stage) {
        if (stage.fusedPool().isPresent()) {
            return List.of(stage.fusedPool().get().window().kernelWidth());
        }
        return stage.output().width() % 2 == 0 ? List.of(1, 2) : List.of(1);
    }

    /** Adds the folding with the narrowest drain that keeps up, once per useful drain width. */
    private void addWindow(Stage.Windowed stage, int first, WindowFolding folding, Map<String, Candidate> best) {
        // Logits leave one a cycle.
        int widestDrain = first == stages.size() - 1 ? 1 : folding.pe();
        for (int drain = 1; drain <= widestDrain; drain++) {
            boolean divides = folding.pe() % drain == 0 && stage.outChannels() % drain == 0;
            WindowEngine engine =
                    new WindowEngine(stage, folding.withDrain(drain), new Stream(stage.input(), 1, 1));
            if (!divides || folding.pe() / drain > engine.groupSteps()) {
                continue;
            }
            Candidate candidate = new Candidate(engine, first, first + 1, engine.issueCycles(), engine.multipliers(),
                    Area.of(Rings.usual(engine), widths.get(first)));
            // Only these matter to the neighbours or to the speed; a pool is paid for in area alone.
            String key = folding.channels() + "/" + drain + "/" + folding.blockWidth() + "/" + engine.columnBanks() + "/"
                    + (engine.isPool() ? engine.issueCycles() : engine.multipliers());
            best.merge(key, candidate, FoldingSearch::better);
        }
    }

    private static Candidate better(Candidate a, Candidate b) {
        return Comparator.comparingLong(Candidate::cycles)
                                .thenComparingLong(Candidate::area)
                                .thenComparing(c -> c.engine().toString())
                                .compare(a, b)
                        <= 0
                ? a
                : b;
    }

    private List<Candidate> denseCandidates(int first) {
        Map<String, Candidate> best = new HashMap<>();
        for (int next = first + 1; next <= stages.size(); next++) {
            List<Stage.Dense> layers = stages.subList(first, next).stream().map(Stage.Dense.class::cast).toList();
            Widths widest = widest(first, next);
            int resultWidth = widths.subList(first, next - 1).stream().mapToInt(Widths::output).max().orElse(1);
            int maxOutputs = layers.stream().mapToInt(layer -> layer.layer().outChannels()).max().orElseThrow();
            int maxInputs = layers.stream().mapToInt(layer -> layer.input().elements()).max().orElseThrow();
            for (int simd : usefulSplits(Math.min(maxInputs, MAX_TAPS))) {
                for (int pe : usefulSplits(maxOutputs)) {
                    DenseEngine engine = new DenseEngine(layers, new DenseFolding(pe, simd),
                            new Stream(layers.get(0).input(), 1, 1));
                    if (drainsInTime(engine)) {
                        Candidate candidate = new Candidate(engine, first, next, engine.frameCycles(),
                                engine.multipliers(), Area.of(engine, widest, resultWidth));
                        best.merge(next + "/" + simd + "/" + engine.multipliers(), candidate, FoldingSearch::better);
                    }
                }
            }
        }
        return new ArrayList<>(best.values());
    }

    private Widths widest(int first, int next) {
        return widths.subList(first, next).stream()
                .reduce((a, b) -> new Widths(a.input(), Math.max(a.sum(), b.sum()),
                        Math.max(a.scaled(), b.scaled()), Math.max(a.output(), b.output())))
                .orElseThrow();
    }

    /** One output leaves the drain in a cycle, so a group may not be shorter than its outputs are many. */
    private static boolean drainsInTime(DenseEngine engine) {
        for (int layer = 0; layer < engine.layers().size(); layer++) {
            if (engine.folding().pe() > engine.words(layer)) {
                return false;
            }
        }
        return true;
    }

    /** The smallest parallelism for each number of rounds: more would leave multipliers idle. */
    private static List<Integer> usefulSplits(int size) {
        TreeSet<Integer> splits = new TreeSet<>();
        for (int rounds = 1; rounds <= size; rounds++) {
            splits.add(ceilDiv(size, rounds));
        }
        return new ArrayList<>(splits);
    }

    private static List<Integer> divisors(int size) {
        return IntStream.rangeClosed(1, size).filter(divisor -> size % divisor == 0).boxed().toList();
    }

    /**
     * A kernel side split so that a smaller split takes as many steps; for a pool, any that reaches past the kernel,
     * where a convolution has weights of 0.
     */
    private static boolean wastes(Stage.Windowed stage, int kernel, int taps) {
        return stage instanceof Stage.Pool
                ? kernel % taps != 0
                : taps > 1 && ceilDiv(kernel, taps) == ceilDiv(kernel, taps - 1);
    }

    // ---- chains -----------------------------------------------------------------------------------------------

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
                    ? new WindowEngine(window.stage(), window.folding(), stream)
                    : new DenseEngine(((DenseEngine) engine).layers(), ((DenseEngine) engine).folding(), stream);
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
                        keep(fromStage.get(first), new Chain(candidate, tail,
                                candidate.multipliers() + tail.multipliers(), candidate.area() + tail.area()));
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
                : ((DenseEngine) producer).outputLatency() + ((DenseEngine) producer).folding().pe();
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
