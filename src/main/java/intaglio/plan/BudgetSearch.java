package intaglio.plan;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.plan.FoldingSearch.Found;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Engines of one network for any budget of multipliers, over all ways to group its layers into stages. The foldings of a
 * grouping are enumerated once, and only where a budget needs that grouping.
 */
public final class BudgetSearch {

    private final IntegerModel model;
    private final Ranges ranges;
    private final FoldingSearch usual;
    private List<FoldingSearch> apart;

    /**
     * A search.
     *
     * @param model the network and its parameters
     * @param ranges proved widths
     */
    public BudgetSearch(IntegerModel model, Ranges ranges) {
        this.model = model;
        this.ranges = ranges;
        usual = search(Lowering.of(model.network()));
    }

    /**
     * The engines that need the fewest cycles for a frame within a budget of multipliers, buffers as small as they can be.
     *
     * @throws IntaglioException (usage) where the budget is below one multiplier per lane of every stage
     */
    EngineGraph fastest(int budget) {
        Found best = usual.fastest(budget);
        int least = best.least();
        if (!best.isNearIdeal(budget)) {
            for (FoldingSearch search : apart()) {
                Found other = search.fastest(budget);
                least = Math.min(least, other.least());
                best = other.interval() < best.interval() ? other : best;
            }
        }
        if (best.interval() == Control.FOREVER) {
            throw IntaglioException.usage(
                    "--multipliers " + budget + " is too small for this network", "it needs at least " + least);
        }
        return best.engines();
    }

    /**
     * The smallest budget that makes a frame at least 1 % shorter than a budget does; nothing where none does.
     *
     * @param budget multipliers, enough for some engines
     */
    public OptionalInt nextBudget(int budget) {
        long interval = all().stream()
                .mapToLong(search -> search.fastest(budget).interval())
                .min()
                .orElseThrow();
        return all().stream()
                .flatMapToInt(search -> search.multipliersFor((long) (interval / FoldingSearch.NEAR_IDEAL)).stream())
                .min();
    }

    /**
     * Budgets whose engines, each by itself, finish a frame within a number of cycles, the smallest first. Where the engines
     * of one wait for each other, a later one may do.
     */
    IntStream budgets(long cycles) {
        return all().stream()
                .flatMapToInt(search -> search.budgets(cycles))
                .sorted()
                .distinct();
    }

    private List<FoldingSearch> all() {
        List<FoldingSearch> all = new ArrayList<>(List.of(usual));
        all.addAll(apart());
        return all;
    }

    /** Those with pools as engines of their own. */
    private List<FoldingSearch> apart() {
        if (apart == null) {
            Network network = model.network();
            apart = Lowering.withPoolsApart(network).stream().map(this::search).toList();
        }
        return apart;
    }

    private FoldingSearch search(StageGraph graph) {
        return new FoldingSearch(graph, Widths.of(graph, model, ranges));
    }
}
