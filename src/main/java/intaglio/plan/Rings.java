package intaglio.plan;

import java.util.ArrayList;
import java.util.List;

/** Chooses how many rows each ring holds: the fewest with which no engine waits for another. */
final class Rings {

    private static final int MAX_SLOTS = 64;

    private Rings() {}

    /** Doubles rings, one at a time and the most useful first, until the interval is that of the slowest engine. */
    static List<Engine> enlarge(List<Engine> engines) {
        List<Engine> best = smallest(engines);
        long bound = Math.max(
                best.stream().mapToLong(Engine::issueCycles).max().orElseThrow(), best.get(0).input().frameBeats());
        long interval = Schedule.of(best).interval();
        while (interval > bound) {
            List<Engine> better = null;
            for (List<Engine> candidate : doubled(best)) {
                long improved = Schedule.of(candidate).interval();
                if (improved < interval) {
                    better = candidate;
                    interval = improved;
                }
            }
            if (better == null) {
                return best;
            }
            best = better;
        }
        return best;
    }

    /** Rings that hold two windows. */
    private static List<Engine> smallest(List<Engine> engines) {
        List<Engine> chain = new ArrayList<>();
        for (Engine engine : engines) {
            if (engine instanceof ConvEngine conv) {
                int rows = Math.max(conv.blockRowReach() + conv.blockRowStep(), conv.blockRowReach() + 1);
                int slots = Math.max(2, Integers.powerOfTwoAtLeast(Integers.ceilDiv(rows, conv.rowBanks())));
                chain.add(new ConvEngine(conv.stage(), conv.folding().withRingSlots(slots), conv.input()));
            } else {
                chain.add(engine);
            }
        }
        return chain;
    }

    private static List<List<Engine>> doubled(List<Engine> engines) {
        List<List<Engine>> all = new ArrayList<>();
        for (int i = 0; i < engines.size(); i++) {
            if (engines.get(i) instanceof ConvEngine conv && conv.folding().ringSlots() < MAX_SLOTS) {
                List<Engine> changed = new ArrayList<>(engines);
                changed.set(i, new ConvEngine(conv.stage(), conv.folding().withRingSlots(2 * conv.folding().ringSlots()),
                        conv.input()));
                all.add(changed);
            }
        }
        return all;
    }
}
