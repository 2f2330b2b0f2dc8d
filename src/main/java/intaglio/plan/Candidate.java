package intaglio.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to compute the stages from {@code first} to {@code last}.
 *
 * @param engine fed with single pixels and channels; what it is really fed with is decided with the chain
 * @param first index of the first stage
 * @param last index of the last, whose stream the engine writes
 * @param cycles of a frame
 * @param multipliers of the engine
 * @param area see {@link Area}
 */
record Candidate(Engine engine, int first, int last, long cycles, int multipliers, long area) {

    private static final Comparator<Candidate> ORDER = Comparator.comparingLong(Candidate::cycles)
            .thenComparingLong(Candidate::area)
            .thenComparing(candidate -> candidate.engine().toString());

    /** Keeps the best candidate of every key: the fastest, of those the smallest. */
    static final class Best {

        private final Map<String, Candidate> byKey = new HashMap<>();

        /** @param key what of a candidate matters to its neighbours and to its price */
        void add(String key, Candidate candidate) {
            byKey.merge(key, candidate, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
        }

        List<Candidate> list() {
            return new ArrayList<>(byKey.values());
        }
    }
}
