package intaglio.plan;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cycles in which frames end, and from which frame on their intervals repeat. */
final class Rhythm {

    private static final int UNKNOWN = 0;

    private final List<Long> frameEnds;
    private final Map<LongBuffer, Integer> framesByState = new HashMap<>();
    private int period = UNKNOWN;

    /** @param frameEnds the cycles in which frames ended, to which more are added as the model runs */
    Rhythm(List<Long> frameEnds) {
        this.frameEnds = frameEnds;
    }

    /**
     * Notes what all registers hold after some frames. Where they held the same after fewer frames, all that happened
     * since then happens again and again.
     */
    void note(LongBuffer registers) {
        Integer before = framesByState.putIfAbsent(registers, frameEnds.size());
        if (before != null) {
            period = frameEnds.size() - before;
        }
    }

    boolean isKnown() {
        return period != UNKNOWN;
    }

    /**
     * The timing of frames.
     *
     * @param frames the frames at the end that are taken for the steady state where the rhythm is not known
     */
    Schedule.Timing timing(int frames, long firstBeat) {
        int steady = isKnown() ? period : frames;
        List<Long> intervals = intervals();
        List<Long> last = intervals.subList(intervals.size() - steady, intervals.size());
        long sum = last.stream().mapToLong(Long::longValue).sum();
        long interval = Math.floorDiv(sum + steady - 1, (long) steady);
        long shortest = last.stream().mapToLong(Long::longValue).min().orElseThrow();
        long longest = last.stream().mapToLong(Long::longValue).max().orElseThrow();
        int warmUp = intervals.size() - steady;
        while (warmUp > 0 && shortest <= intervals.get(warmUp - 1) && intervals.get(warmUp - 1) <= longest) {
            warmUp--;
        }
        return new Schedule.Timing(
                interval, shortest, longest, frameEnds.get(0) - firstBeat, warmUp + 1, isKnown() ? period : frames);
    }

    /** The cycles between the ends of two frames, for all frames but the first. */
    private List<Long> intervals() {
        List<Long> intervals = new ArrayList<>();
        for (int frame = 1; frame < frameEnds.size(); frame++) {
            intervals.add(frameEnds.get(frame) - frameEnds.get(frame - 1));
        }
        return intervals;
    }
}
