package intaglio.synth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How to synthesize.
 *
 * @param clock MHz that the router works for; empty for the flow's own
 * @param seeds placements, at least one
 * @param work folder for netlist, reports and logs
 * @param limit time of one program
 * @param progress told what happens, a line each
 */
public record SynthOptions(
        Flow flow,
        Device device,
        OptionalDouble clock,
        int seeds,
        Path work,
        Duration limit,
        Consumer<String> progress) {}
