package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.export.WeightFiles;
import intaglio.frontend.NetworkJson;
import intaglio.graph.IntegerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * Proves a compiled design equal to the golden model by simulating the emitted Verilog: every layer's stream, every
 * logit, the class, the order of beats, interval and latency. Before that every bit of the ROM files, every constant
 * and every proved range is compared, and what rounds or compares is driven alone.
 */
public final class Verifier {

    private final Path out;
    private final IntegerModel model;
    private final VerifyOptions options;
    private final UnaryOperator<FrameSource> expectation;
    private final StaticChecks checks;
    private final DesignPlan plan;

    private Verifier(
            Path out,
            IntegerModel model,
            VerifyOptions options,
            UnaryOperator<FrameSource> expectation,
            StaticChecks checks) {
        this.out = out.toAbsolutePath().normalize();
        this.model = model;
        this.options = options;
        this.expectation = expectation;
        this.checks = checks;
        this.plan = DesignPlan.read(out);
    }

    /**
     * Verifies an output folder against the model that lies in it as {@code network.json} and {@code weights/}. The
     * ROM files have no part in that model, so that a wrong ROM is found.
     *
     * @throws IntaglioException exit code 4 when a tool is missing or fails, 3 when the folder cannot be used; a design
     *     that differs is no exception but a result
     */
    public static VerifyResult verify(Path out, ImageSet images, VerifyOptions options) {
        return verify(out, model(out), images, options);
    }

    /** The integer model of an output folder. */
    public static IntegerModel model(Path out) {
        return WeightFiles.read(out.resolve("weights"), NetworkJson.read(out.resolve("network.json")));
    }

    /**
     * Verifies an output folder against a model.
     *
     * @param out the folder that {@code compile} wrote
     * @param model what the design has to be equal to
     * @throws IntaglioException exit code 4 when a tool is missing or fails, 3 when the folder cannot be used; a design
     *     that differs is no exception but a result
     */
    public static VerifyResult verify(Path out, IntegerModel model, ImageSet images, VerifyOptions options) {
        return verify(out, model, images, options, UnaryOperator.identity(), StaticChecks::all);
    }

    /** With expected values changed on purpose, or for a design that the compiler has not written. */
    static VerifyResult verify(
            Path out,
            IntegerModel model,
            ImageSet images,
            VerifyOptions options,
            UnaryOperator<FrameSource> expectation,
            StaticChecks checks) {
        try {
            return new Verifier(out, model, options, expectation, checks).run(images);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private VerifyResult run(ImageSet images) throws IOException {
        final long start = System.nanoTime();
        if (!plan.input().equals(model.network().input())) {
            throw DesignPlan.bad(
                    out,
                    "'input' is " + plan.input() + ", the network takes "
                            + model.network().input());
        }
        if (!images.shape().equals(plan.input())) {
            throw IntaglioException.badInput(
                    "images",
                    "are " + images.shape() + ", the design takes " + plan.input(),
                    "give images of that size");
        }
        VerifyTally tally = new VerifyTally(plan, model);
        tally.warn(ManifestCheck.differences(out));
        options.progress().accept("checking ROM files, constants and ranges");
        tally.fail(-1, checks.failures(out, plan, model));
        Duration build = Duration.ZERO;
        if (tally.passed()) {
            Files.createDirectories(options.workFolder());
            Path scratch = Files.createTempDirectory(options.workFolder(), "run-");
            try {
                options.progress().accept("building the bench");
                long buildStart = System.nanoTime();
                Path unitVectors = scratch.resolve("units.bin");
                Bench bench = build(unitVectors);
                build = Duration.ofNanos(System.nanoTime() - buildStart);
                simulate(bench, images, tally, scratch, unitVectors);
            } finally {
                FileTree.delete(scratch);
            }
        }
        return tally.result(build, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Builds the bench; what the units are driven with is written meanwhile. */
    private Bench build(Path unitVectors) throws IOException {
        List<Unit> units = Units.of(VerilogDesign.read(out, plan.top()), plan);
        List<Callable<Optional<Bench>>> tasks =
                List.of(() -> Optional.of(new Verilator(options.workFolder()).build(out, plan, false)), () -> {
                    UnitVectors.write(unitVectors, units, model);
                    return Optional.empty();
                });
        return Workers.run(tasks.size(), tasks).get(0).orElseThrow();
    }

    private void simulate(Bench bench, ImageSet images, VerifyTally tally, Path scratch, Path unitVectors)
            throws IOException {
        if (!bench.units().isEmpty()) {
            options.progress().accept("units");
            tally.add(UnitRun.of(bench, out, unitVectors, scratch.resolve("units.log")));
        }
        Files.delete(unitVectors);
        List<SimulationJob> jobs = new SimulationPlan(plan, model, options, expectation).jobs(images);
        new SimulationQueue(bench, out, options, tally, scratch).run(jobs);
    }
}
