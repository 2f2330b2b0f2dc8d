package intaglio.cli;

import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.WritableFolder;
import intaglio.graph.IntegerModel;
import intaglio.tool.ToolCheck;
import intaglio.verify.VerificationJson;
import intaglio.verify.Verifier;
import intaglio.verify.VerifyOptions;
import intaglio.verify.VerifyResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code verify}: the emitted Verilog in Verilator against the golden model. */
final class VerifyVerb implements Verb {

    private static final Path DEFAULT_OUT = Path.of("rtl-out");
    private static final Path DEFAULT_WORK = Path.of("build", "verify");

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "simulate the emitted Verilog and compare every layer with the integer model";
    }

    @Override
    public List<String> operands() {
        return List.of("[OUT]");
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(VerbOption.file("images", "IDX file (.gz or plain), PNG, JPEG, or a folder of pictures"));
        PreparationOptions.addTo(options);
        options.addOption(VerbOption.value("frames", "N", "images to run back to back (default all)"));
        options.addOption(VerbOption.value("seed", "S", "of every random choice (default 1)"));
        options.addOption(VerbOption.value("jobs", "N", "simulations at a time (default 2)"));
        options.addOption(
                VerbOption.flag("frames-only", "no stalls, resets, random initial states and adversarial images"));
        options.addOption(VerbOption.file("json", "write the result to this file, too"));
        options.addOption(VerbOption.flag("quiet", "print only the verdict, and what differs"));
        options.addOption(VerbOption.value(
                "work", "DIR", "keeps the built bench and failing cases (default " + DEFAULT_WORK + ")"));
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "OUT is what compile wrote (default " + DEFAULT_OUT + "). Besides the images, back to back: random",
                "gaps in the input, random backpressure, resets in mid-frame, random initial states, and images that",
                "reach the proved bounds. A difference ends with exit code 1 and a folder that reproduces it.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path out = arguments.operand(0).orElse(DEFAULT_OUT);
        Optional<Path> images = arguments.requiredPath("images");
        int frames = (int) arguments.integer("frames", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        long seed = arguments.integer("seed", 0, Integer.MAX_VALUE, 1);
        int jobs = (int) arguments.integer("jobs", 1, 256, 2);
        Path work = arguments.path("work").orElse(DEFAULT_WORK);
        ImagePreparation preparation = PreparationOptions.from(arguments);
        arguments.throwIfWrong();

        ToolCheck.require("verilator", "g++", "make");
        Checks checks = new Checks();
        checks.attempt(() -> {
            Recovery.of(out, console);
            CompiledFolder.check(out);
        });
        Optional<ResultFile> json = arguments
                .path("json")
                .flatMap(file -> checks.attempt(() -> ResultFile.prepare(file, VerificationJson.KIND, "verification")));
        checks.attempt(() -> WritableFolder.check(work, work, "choose another --work"));
        checks.throwIfAny();
        IntegerModel model = Verifier.model(out);
        ImageSet set = ImageReader.read(images.orElseThrow(), model.network().input(), frames, preparation);
        if (arguments.has("frames") && set.count() < frames) {
            throw IntaglioException.badInput(
                    images.orElseThrow().toString(),
                    "has " + set.count() + " images, --frames asks for " + frames,
                    "give at most " + set.count());
        }
        LabelledImages.printNotes(set, console);
        VerifyOptions options = arguments.has("frames-only")
                ? VerifyOptions.framesOnly(set.count(), seed, work)
                : VerifyOptions.thorough(set.count(), seed, work);
        VerifyResult result = verify(out, model, set, options.withJobs(jobs), console);
        console.out().print(arguments.has("quiet") ? result.toShortText() : result.toText());
        json.ifPresent(file -> file.write(VerificationJson.of(result)));
        return result.exitCode();
    }

    private static VerifyResult verify(
            Path out, IntegerModel model, ImageSet images, VerifyOptions options, Console console) {
        StatusLine status = new StatusLine(console);
        try {
            return Verifier.verify(out, model, images, options.withProgress(status::show));
        } finally {
            status.erase();
        }
    }
}
