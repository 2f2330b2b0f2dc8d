package intaglio.plan;

import static intaglio.plan.Integers.ceilDiv;

import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Every folding of a convolution or pool that may be of use. */
final class WindowCandidates {

    private final Stage.Windowed stage;
    private final int first;
    private final Predicate<Stream> fits;
    private final Widths widths;
    private final List<Lanes> lanes;
    private final Candidate.Best best = new Candidate.Best();

    private WindowCandidates(Stage.Windowed stage, StageGraph graph, int first, Map<String, Widths> widths) {
        this.stage = stage;
        this.first = first;
        fits = graph.isLast(first) ? graph.output()::accepts : stream -> true;
        this.widths = widths.get(stage.label());
        lanes = lanes(stage);
    }

    /** Candidates for the stage of index {@code first}. */
    static List<Candidate> of(Stage.Windowed stage, StageGraph graph, int first, Map<String, Widths> widths) {
        WindowCandidates candidates = new WindowCandidates(stage, graph, first, widths);
        blockWidths(candidates.stage).forEach(candidates::addAll);
        return candidates.best.list();
    }

    private void addAll(int blockWidth) {
        Window window = stage.window();
        for (int tapRows = 1; tapRows <= window.kernelHeight(); tapRows++) {
            for (int tapColumns = 1; tapColumns <= window.kernelWidth(); tapColumns++) {
                if (wastes(window.kernelHeight(), tapRows) || wastes(window.kernelWidth(), tapColumns)) {
                    continue;
                }
                for (Lanes split : lanes) {
                    if (tapRows * tapColumns * (split.channels() / split.groups()) <= FoldingSearch.MAX_TAPS) {
                        add(new WindowFolding(
                                split.pe(),
                                blockWidth,
                                tapRows,
                                tapColumns,
                                split.channels(),
                                split.groups(),
                                0,
                                WindowFolding.Ring.SMALLEST));
                    }
                }
            }
        }
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
        for (int channels : split ? Splits.divisors(stage.groupInputs()) : Splits.useful(stage.groupInputs())) {
            for (int pe : split ? Splits.divisors(stage.groupOutputs()) : Splits.useful(stage.groupOutputs())) {
                lanes.add(new Lanes(pe, channels, 1));
            }
        }
        for (int groups : Splits.divisors(stage.groups())) {
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
    private void add(WindowFolding folding) {
        for (int drain = 1; drain <= folding.pe(); drain++) {
            if (folding.pe() % drain != 0 || stage.outChannels() % drain != 0) {
                continue;
            }
            WindowEngine engine = new WindowEngine(
                    stage,
                    folding.withDrain(drain),
                    new Stream(stage.input(), 1, 1),
                    Pipeline.multiply(widths.operand()),
                    widths.finishCycles());
            if (folding.pe() / drain > engine.groupSteps() || !fits.test(engine.output())) {
                continue;
            }
            // Only these matter to the neighbours or to the speed; a pool is paid for in area alone.
            String key = folding.channels() + "/" + drain + "/" + folding.blockWidth() + "/" + engine.columnBanks()
                    + "/" + (engine.isPool() ? engine.issueCycles() : engine.multipliers());
            best.add(
                    key,
                    new Candidate(
                            engine,
                            first,
                            first,
                            engine.issueCycles(),
                            engine.multipliers(),
                            Area.of(engine.withUsualRing(), widths)));
        }
    }

    /**
     * Whether a split of one kernel side is of no use. For a convolution: fewer taps a step would take as many steps.
     * For a pool: the last step would reach past the kernel. A convolution has weights of 0 there, a pool has none.
     */
    private boolean wastes(int kernel, int taps) {
        return stage.multiplies() ? taps > 1 && ceilDiv(kernel, taps) == ceilDiv(kernel, taps - 1) : kernel % taps != 0;
    }
}
