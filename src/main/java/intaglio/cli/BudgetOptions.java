package intaglio.cli;

import intaglio.plan.BudgetSearch;
import intaglio.plan.Plan;
import java.util.OptionalDouble;
import org.apache.commons.cli.Options;

/**
 * How large the hardware may be, or how fast it must be.
 *
 * @param multipliers the budget, where no speed is asked for
 * @param framesPerSecond asked for; empty where a budget is
 * @param clock MHz; empty where it does not matter
 */
record BudgetOptions(int multipliers, OptionalDouble framesPerSecond, OptionalDouble clock) {

    private static final int DEFAULT_MULTIPLIERS = 420;
    private static final double HERTZ = 1e6;
    private static final double MOST_FRAMES = 1e9;
    private static final double LEAST_MEGAHERTZ = 0.001;
    private static final double MOST_MEGAHERTZ = 10_000;

    static void addTo(Options options) {
        options.addOption(VerbOption.value(
                "multipliers", "N", "budget: at most N multiplications a cycle (default " + DEFAULT_MULTIPLIERS + ")"));
        options.addOption(VerbOption.value(
                "target-fps", "F", "instead of --multipliers: the smallest budget that gives F frames a second"));
        options.addOption(VerbOption.value("clock", "MHZ", "clock of the hardware, for frames a second"));
    }

    static BudgetOptions from(Arguments arguments) {
        int multipliers = (int) arguments.integer("multipliers", 1, Integer.MAX_VALUE, DEFAULT_MULTIPLIERS);
        OptionalDouble frames = arguments.number("target-fps", 1 / MOST_FRAMES, MOST_FRAMES);
        OptionalDouble clock = arguments.number("clock", LEAST_MEGAHERTZ, MOST_MEGAHERTZ);
        if (arguments.has("target-fps") && arguments.has("multipliers")) {
            arguments.wrong("--target-fps and --multipliers both choose the budget", "leave out one of them");
        }
        if (arguments.has("target-fps") && !arguments.has("clock")) {
            arguments.wrong(
                    "--target-fps needs --clock",
                    "add --clock MHZ, the clock the hardware will have; docs/clock.md has measured ones");
        }
        return new BudgetOptions(multipliers, frames, clock);
    }

    Plan plan(BudgetSearch search) {
        if (framesPerSecond.isEmpty()) {
            return Plan.of(search, multipliers);
        }
        return Plan.within(search, (long) (clock.orElseThrow() * HERTZ / framesPerSecond.getAsDouble()));
    }

    /** Frames a second, where the clock is known. */
    OptionalDouble framesPerSecond(Plan plan) {
        return clock.stream()
                .map(megahertz -> megahertz * HERTZ / plan.timing().interval())
                .findFirst();
    }
}
