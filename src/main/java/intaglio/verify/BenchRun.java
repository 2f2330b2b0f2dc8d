package intaglio.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of the bench: how the streams are driven. All percentages are per cycle.
 *
 * @param name what the run is for, as shown to the user
 * @param frames frames to complete (after the last reset); the vector file is used round and round
 * @param seed of every random choice, and of the registers' initial state
 * @param inputValidPercent probability that an idle driver presents its next pixel, 1..100
 * @param outputReadyPercent probability that the output is taken, 1..100
 * @param frameGap longest random pause between two frames, cycles
 * @param longestStall longest of the rare long stalls of the streams that are not at 100 percent, cycles
 * @param resets number of resets at random moments
 * @param measured whether the run is without stalls, so that interval and latency are held against the plan
 */
public record BenchRun(
        String name,
        int frames,
        long seed,
        int inputValidPercent,
        int outputReadyPercent,
        long frameGap,
        long longestStall,
        int resets,
        boolean measured) {

    /** Frames back to back, nothing ever waits. */
    public static BenchRun unstalled(int frames, long seed) {
        return new BenchRun("back to back", frames, seed, 100, 100, 0, 0, 0, true);
    }

    /** The input comes in bits and pieces. */
    public static BenchRun inputGaps(int frames, long seed, int percent, DesignPlan plan) {
        return new BenchRun("input gaps", frames, seed, percent, 100, plan.interval(), plan.interval(), 0, false);
    }

    /** The output is taken reluctantly, and sometimes for several intervals not at all: everything fills up. */
    public static BenchRun backpressure(int frames, long seed, int percent, DesignPlan plan) {
        return new BenchRun("backpressure", frames, seed, 100, percent, 0, 8 * plan.interval(), 0, false);
    }

    /** Both, and resets in the middle of the work. */
    public static BenchRun resets(int frames, long seed, int resets) {
        return new BenchRun("resets", frames, seed, 80, 70, 0, 0, resets, false);
    }

    /** Both, at once. */
    public static BenchRun stallsEverywhere(int frames, long seed, DesignPlan plan) {
        return new BenchRun("stalls on both", frames, seed, 60, 60, plan.interval(), plan.interval(), 0, false);
    }

    /** Nothing but another random initial state; too short to be measured. */
    public static BenchRun initialState(long seed) {
        return new BenchRun("initial state", 3, seed, 100, 100, 0, 0, 0, false);
    }

    BenchRun withFrames(int newFrames) {
        return new BenchRun(
                name, newFrames, seed, inputValidPercent, outputReadyPercent, frameGap, longestStall, resets, measured);
    }

    BenchRun withName(String newName) {
        return new BenchRun(
                newName, frames, seed, inputValidPercent, outputReadyPercent, frameGap, longestStall, resets, measured);
    }

    /** Options of the bench for this run. */
    List<String> arguments(DesignPlan plan) {
        List<String> arguments = new ArrayList<>();
        add(arguments, "frames", frames);
        add(arguments, "seed", seed);
        add(arguments, "input-valid-percent", inputValidPercent);
        add(arguments, "output-ready-percent", outputReadyPercent);
        add(arguments, "frame-gap", frameGap);
        add(arguments, "input-stall", inputValidPercent < 100 ? longestStall : 0);
        add(arguments, "output-stall", outputReadyPercent < 100 ? longestStall : 0);
        add(arguments, "resets", resets);
        if (resets > 0) {
            add(arguments, "reset-span", plan.latency() + 2 * plan.interval());
        }
        add(arguments, "watchdog", 4 * plan.settleCycles() + 2 * longestStall + frameGap);
        add(arguments, "drain", plan.settleCycles());
        add(arguments, "warmup", warmUpFrames(plan));
        add(arguments, "cooldown", settlingFrames(plan));
        // Every register starts random, the same in each run of one seed.
        arguments.add("+verilator+rand+reset+2");
        arguments.add("+verilator+seed+" + (1 + Math.floorMod(seed, 1_000_000_000L)));
        return arguments;
    }

    /** Frames after which the pipeline is full, and before whose end it is not yet draining. */
    static int settlingFrames(DesignPlan plan) {
        return Math.toIntExact(3 + 2 * ((plan.latency() + plan.interval() - 1) / plan.interval()));
    }

    /** Frames before the intervals are steady. */
    private static int warmUpFrames(DesignPlan plan) {
        return Math.max(settlingFrames(plan), plan.warmUpFrames());
    }

    /** Frames a measured run needs at least, so that it has some steady intervals, and all that are different. */
    static int measurableFrames(DesignPlan plan) {
        return warmUpFrames(plan) + Math.max(8, plan.periodFrames() + 1) + settlingFrames(plan);
    }

    private static void add(List<String> arguments, String name, long value) {
        arguments.add("--" + name);
        arguments.add(Long.toString(value));
    }
}
