package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.WritableFolder;
import intaglio.synth.DesignFolder;
import intaglio.synth.Device;
import intaglio.synth.Devices;
import intaglio.synth.Flow;
import intaglio.synth.Flows;
import intaglio.synth.SynthJson;
import intaglio.synth.SynthOptions;
import intaglio.synth.SynthReport;
import intaglio.synth.SynthResult;
import intaglio.synth.SynthTools;
import intaglio.synth.Synthesizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.cli.Options;

/** {@code synth}: what a design takes of a device, and its clock there. */
final class SynthVerb implements Verb {

    private static final Path DEFAULT_OUT = Path.of("rtl-out");
    private static final Path DEFAULT_WORK = Path.of("build", "synth");
    private static final int DEFAULT_SEEDS = 3;
    private static final int MOST_SEEDS = 100;
    private static final int DEFAULT_MINUTES = 60;
    private static final int MOST_MINUTES = 10_000;
    private static final int MOST_MEGAHERTZ = 1_000;

    @Override
    public String name() {
        return "synth";
    }

    @Override
    public String summary() {
        return "synthesize, place and route the emitted Verilog: resources, clock, frames a second, longest paths";
    }

    @Override
    public List<String> operands() {
        return List.of("[OUT]");
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(VerbOption.value("flow", "NAME", String.join(", ", Flows.names())));
        options.addOption(
                VerbOption.value("device", "NAME", "one of the devices below (default the first of the flow)"));
        options.addOption(VerbOption.value("clock", "MHZ", "what the router works for (default depends on the flow)"));
        options.addOption(
                VerbOption.value("seeds", "N", "placements; the median counts (default " + DEFAULT_SEEDS + ")"));
        options.addOption(VerbOption.value(
                "work", "DIR", "gets netlist, reports, logs and synth.json (default " + DEFAULT_WORK + ")"));
        options.addOption(VerbOption.value("minutes", "N", "limit for each program (default " + DEFAULT_MINUTES + ")"));
        options.addOption(VerbOption.flag(
                "install", "first install the flow's programs from PyPI into build/synth-tools of the clone"));
        return options;
    }

    @Override
    public List<String> details() {
        List<String> lines = new ArrayList<>(List.of(
                "OUT is what compile wrote (default " + DEFAULT_OUT + "). Yosys synthesizes it and nextpnr places and",
                "routes it, from the PATH or from build/synth-tools. One program at a time; a seed takes minutes.",
                "Devices:"));
        for (String flow : Flows.names()) {
            lines.add("  " + flow + ": " + Devices.names(Devices.ofFlow(flow)));
        }
        return lines;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path out = arguments.operand(0).orElse(DEFAULT_OUT);
        Path work = arguments.path("work").orElse(DEFAULT_WORK);
        Optional<Device> device = SynthTarget.device(arguments);
        Optional<Flow> flow = SynthTarget.flow(arguments, device);
        int clock = (int) arguments.integer("clock", 1, MOST_MEGAHERTZ, 0);
        int seeds = (int) arguments.integer("seeds", 1, MOST_SEEDS, DEFAULT_SEEDS);
        long minutes = arguments.integer("minutes", 1, MOST_MINUTES, DEFAULT_MINUTES);
        if (arguments.has("install")) {
            arguments.wrong("--install is for ./intaglio in a clone, not for the jar", "leave it out here");
        }
        arguments.throwIfWrong();

        SynthTools tools = SynthTools.find(flow.orElseThrow());
        Checks checks = new Checks();
        Optional<DesignFolder> design = checks.attempt(() -> {
            Recovery.of(out, console);
            CompiledFolder.check(out);
            return DesignFolder.read(out);
        });
        checks.attempt(() -> WritableFolder.check(work, work, "choose another --work"));
        checks.throwIfAny();
        Device target = device.orElseGet(() -> Devices.ofFlow(flow.get().name()).get(0));
        SynthOptions options = new SynthOptions(
                flow.get(),
                target,
                clock == 0 ? OptionalDouble.empty() : OptionalDouble.of(clock),
                seeds,
                work,
                Duration.ofMinutes(minutes),
                console::print);
        return report(out, Synthesizer.run(design.orElseThrow(), tools, options), work.resolve("synth.json"), console);
    }

    private static ExitCode report(Path out, SynthResult result, Path json, Console console) {
        console.print("");
        SynthReport.lines(result).forEach(console::print);
        OutputFile.write(json, writer -> writer.write(SynthJson.of(result)));
        console.print("written: " + json);
        Optional<String> shortage = SynthReport.shortage(result);
        if (shortage.isPresent()) {
            throw IntaglioException.badInput(
                    out.toString(), shortage.get(), "choose a larger --device, or compile with fewer --multipliers");
        }
        return ExitCode.OK;
    }
}
