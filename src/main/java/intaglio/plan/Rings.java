package intaglio.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses how many rows each ring holds: the fewest with which no engine waits for another. */
final class Rings {

    private static final int MAX_SLOTS = 64;

    private Rings() {}

    /**
     * Enlarges rings, one at a time, until the interval is that of the slowest engine. Of all ways to enlarge one ring
     * the fastest goes first, and of the fastest the smallest.
     */
    static List<Engine> enlarge(List<Engine> engines, List<Widths> widths) {
        List<Engine> best = smallest(engines);
        long bound = Math.max(
                best.stream().mapToLong(Engine::issueCycles).max().orElseThrow(),
                best.get(0).input().frameBeats());
        long interval = Schedule.of(best).interval();
        while (interval > bound) {
            Option option = options(best, widths).stream()
                    .min(Comparator.comparingLong(Option::interval).thenComparingLong(Option::area))
                    .orElse(null);
            if (option == null || option.interval() >= interval) {
                return best;
            }
            best = option.engines();
            interval = option.interval();
        }
        return best;
    }

    /** The ring an engine usually ends up with: two windows high, so that one can be filled while one is read. */
    static WindowEngine usual(WindowEngine engine) {
        return withRows(engine, 2 * engine.blockRowReach());
    }

    private static WindowEngine withRows(WindowEngine engine, int rows) {
        int slots = Math.max(2, Integers.powerOfTwoAtLeast(Integers.ceilDiv(rows, engine.rowBanks())));
        return engine.withRing(
                new WindowFolding.Ring(slots, engine.folding().ring().extraStrips()));
    }

    /** Rows that the last block row of a frame waits for: all from its first to the end of the image. */
    private static int lastRows(WindowEngine engine) {
        int first = (engine.blockRows() - 1) * engine.blockRowStep()
                - engine.stage().window().padTop();
        return engine.stage().input().height() - Math.max(0, first) + engine.skippedRows();
    }

    /** Rings that hold a window and the next row. */
    private static List<Engine> smallest(List<Engine> engines) {
        List<Engine> chain = new ArrayList<>();
        for (Engine engine : engines) {
            if (engine instanceof WindowEngine window) {
                int rows = Math.max(window.blockRowReach() + window.blockRowStep(), lastRows(window) + 1);
                chain.add(withRows(window, rows));
            } else {
                chain.add(engine);
            }
        }
        return chain;
    }

    private record Option(List<Engine> engines, long interval, long area) {}

    /** Every ring with twice the slots, or with one strip of banks more. */
    private static List<Option> options(List<Engine> engines, List<Widths> widths) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < engines.size(); i++) {
            if (!(engines.get(i) instanceof WindowEngine window)) {
                continue;
            }
            WindowFolding.Ring ring = window.folding().ring();
            List<WindowFolding.Ring> larger = List.of(
                    new WindowFolding.Ring(2 * ring.slots(), ring.extraStrips()),
                    new WindowFolding.Ring(ring.slots(), ring.extraStrips() + 1));
            for (WindowFolding.Ring candidate : larger) {
                if (candidate.slots() <= MAX_SLOTS && candidate.extraStrips() <= 2) {
                    WindowEngine enlarged = window.withRing(candidate);
                    List<Engine> changed = new ArrayList<>(engines);
                    changed.set(i, enlarged);
                    // Window engines come first and have one stage each: engine and stage numbers agree.
                    long area = Area.of(enlarged, widths.get(i)) - Area.of(window, widths.get(i));
                    options.add(new Option(changed, Schedule.of(changed).interval(), area));
                }
            }
        }
        return options;
    }
}
