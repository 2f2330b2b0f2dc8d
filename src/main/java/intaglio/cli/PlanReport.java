package intaglio.cli;

import intaglio.plan.Engine;
import intaglio.plan.Plan;
import java.util.Locale;
import java.util.OptionalInt;

/** The hardware as planned: printed before a line of Verilog is written. */
final class PlanReport {

    private PlanReport() {}

    /** @param nextBudget multipliers that make a frame shorter by 1 % or more; nothing where none do */
    static void print(Plan plan, BudgetOptions budget, OptionalInt nextBudget, Console console) {
        console.print(String.format(
                Locale.ROOT, "%-14s %11s %13s %12s", "engine", "multipliers", "busy cycles", "utilisation"));
        for (Engine engine : plan.engines()) {
            console.print(line(engine.label(), engine.multipliers(), engine.issueCycles(), plan.efficiency(engine)));
        }
        console.print(line("all", plan.multipliers(), plan.timing().interval(), plan.efficiency()));
        console.print("a frame every " + plan.timing().interval() + " cycles: " + plan.limit());
        console.print("latency " + plan.timing().latency() + " cycles, " + plan.multipliers() + " of " + plan.budget()
                + " multipliers used");
        budget.framesPerSecond(plan)
                .ifPresent(frames -> console.print(String.format(
                        Locale.ROOT,
                        "%,.0f frames a second at %s MHz",
                        frames,
                        budget.clock().getAsDouble())));
        console.print(
                nextBudget.isPresent()
                        ? "the next budget that makes a frame shorter: --multipliers " + nextBudget.getAsInt()
                        : "more multipliers do not make a frame shorter");
        console.print("");
    }

    private static String line(String label, int multipliers, long cycles, double utilisation) {
        if (multipliers == 0) {
            return String.format(Locale.ROOT, "%-14s %11d %13d %12s", label, multipliers, cycles, "-");
        }
        // Cut, not rounded: 100.00 % means every multiplier in every cycle.
        double percent = Math.floor(utilisation * 10_000) / 100;
        return String.format(Locale.ROOT, "%-14s %11d %13d %10.2f %%", label, multipliers, cycles, percent);
    }
}
