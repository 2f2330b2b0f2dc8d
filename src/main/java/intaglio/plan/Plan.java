package intaglio.plan;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.range.Ranges;
import java.util.List;
import java.util.PrimitiveIterator;

/**
 * The hardware of a network before a line of it is written: engines, their speed and what limits it.
 *
 * @param graph engines and what feeds them
 * @param timing what the simulation will measure, to the cycle
 * @param budget multipliers asked for
 */
public record Plan(EngineGraph graph, Schedule.Timing timing, int budget) {

    /** The fastest plan for a budget of multipliers. */
    public static Plan of(IntegerModel model, Ranges ranges, int budget) {
        return of(new BudgetSearch(model, ranges), budget);
    }

    /** The same by a search that finds the plans of several budgets. */
    public static Plan of(BudgetSearch search, int budget) {
        EngineGraph graph = search.fastest(budget);
        return new Plan(graph, Schedule.of(graph), budget);
    }

    /**
     * The plan with the smallest budget that takes a frame in at most so many cycles.
     *
     * @throws IntaglioException (usage) where no budget does
     */
    public static Plan within(IntegerModel model, Ranges ranges, long cycles) {
        return within(new BudgetSearch(model, ranges), cycles);
    }

    /** The same by a search that finds the plans of several budgets. */
    public static Plan within(BudgetSearch search, long cycles) {
        PrimitiveIterator.OfInt budgets = search.budgets(cycles).iterator();
        while (budgets.hasNext()) {
            Plan plan = of(search, budgets.nextInt());
            if (plan.timing().longest() <= cycles) {
                return plan;
            }
        }
        int most = search.budgets(Long.MAX_VALUE).reduce((first, last) -> last).orElseThrow();
        long shortest = of(search, most).timing().longest();
        throw IntaglioException.usage(
                "a frame every " + cycles + " cycles is too fast for this network",
                "it takes " + shortest + " cycles with "
                        + within(search, shortest).budget()
                        + " multipliers, and no fewer with more: raise --clock or lower --target-fps");
    }

    /** The engines, in network order. */
    public List<Engine> engines() {
        return graph.engines();
    }

    public int multipliers() {
        return engines().stream().mapToInt(Engine::multipliers).sum();
    }

    public long multiplications() {
        return engines().stream().mapToLong(Engine::multiplications).sum();
    }

    /** Share of the multipliers that work in a cycle, in steady state. */
    public double efficiency() {
        return multiplications() / ((double) multipliers() * timing.interval());
    }

    /** Share of the engine's own multipliers that work in a cycle, in steady state; NaN where it has none. */
    public double efficiency(Engine engine) {
        return engine.multiplications() / ((double) engine.multipliers() * timing.interval());
    }

    /** Bytes the input needs per frame: one a cycle. */
    public int inputBeats() {
        return graph.inputStream().frameBeats();
    }

    /** What sets the interval: an engine, the input, or the waits between engines. */
    public String limit() {
        for (Engine engine : engines()) {
            if (engine.issueCycles() == timing.interval()) {
                return engine.label() + " is busy every cycle";
            }
        }
        if (inputBeats() == timing.interval()) {
            return "the input takes one byte a cycle";
        }
        Engine busiest = engines().stream()
                .max(java.util.Comparator.comparingLong(Engine::issueCycles))
                .orElseThrow();
        return busiest.label() + " is busy " + busiest.issueCycles() + " cycles and waits for the rest";
    }
}
