package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Breaks a correct design in known ways, one at a time, and looks which check of the verification notices. A check
 * that nobody has seen fail proves nothing.
 */
public final class PlantedFaults {

    /**
     * One way to break a design.
     *
     * @param name what is broken, in words
     * @param edit of the output folder
     * @param expected changes what the bench is told to expect
     */
    record Fault(String name, FaultEdit edit, UnaryOperator<FrameSource> expected) {

        static Fault of(String name, FaultEdit edit) {
            return new Fault(name, edit, UnaryOperator.identity());
        }
    }

    /**
     * What became of one fault.
     *
     * @param fault what was broken
     * @param applicable false where the design has no place for it (a network without pools, for instance)
     * @param checks the checks that noticed in the first failing run, the first one first; empty where none did
     * @param run name of that run
     * @param first the first finding in words
     */
    public record Finding(String fault, boolean applicable, List<String> checks, String run, String first) {

        public Finding {
            checks = List.copyOf(checks);
        }

        public boolean caught() {
            return !checks.isEmpty();
        }

        /** One row of the table: fault, check that noticed first, run. */
        @Override
        public String toString() {
            String check = caught() ? checks.get(0) : applicable ? "NOT CAUGHT" : "not applicable";
            return String.format(Locale.ROOT, "%-38s %-30s %s", fault, check, run)
                    .stripTrailing();
        }
    }

    private final Path out;
    private final IntegerModel model;
    private final ImageSet images;
    private final VerifyOptions options;

    private PlantedFaults(Path out, IntegerModel model, ImageSet images, VerifyOptions options) {
        this.out = out;
        this.model = model;
        this.images = images;
        this.options = options;
    }

    /**
     * Plants every fault in a copy of the design.
     *
     * @param out a design that verifies
     * @param images a few are enough
     * @param workFolder keeps benches, receives scratch files
     * @param progress told the finding on each fault
     */
    public static List<Finding> run(Path out, ImageSet images, Path workFolder, Consumer<String> progress) {
        return run(FaultList.all(), out, images, workFolder, progress);
    }

    /** The same with the faults of a list. */
    static List<Finding> run(List<Fault> list, Path out, ImageSet images, Path workFolder, Consumer<String> progress) {
        VerifyOptions options = VerifyOptions.thorough(Math.min(4, images.count()), 1, workFolder)
                .withExtras(4, 12, 2, true);
        PlantedFaults faults = new PlantedFaults(out, Verifier.model(out), images, options);
        return faults.run(list, progress);
    }

    private List<Finding> run(List<Fault> faults, Consumer<String> progress) {
        List<Finding> findings = new ArrayList<>();
        for (Fault fault : faults) {
            try {
                Finding finding = plant(fault);
                progress.accept(finding.toString());
                findings.add(finding);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return findings;
    }

    private Finding plant(Fault fault) throws IOException {
        Files.createDirectories(options.workFolder());
        Path folder = Files.createTempDirectory(options.workFolder(), "fault-");
        try {
            Path broken = folder.resolve("out");
            FileTree.copy(out, broken);
            if (!fault.edit().apply(broken)) {
                return new Finding(fault.name(), false, List.of(), "", "");
            }
            VerifyOptions here = options.withBundleFolder(folder.resolve("bundles"));
            VerifyResult result = Verifier.verify(broken, model, images, here, fault.expected(), StaticChecks::all);
            if (result.passed()) {
                return new Finding(fault.name(), true, List.of(), "", "");
            }
            Failure first = result.failures().get(0);
            List<String> checks =
                    result.failures().stream().map(Failure::check).distinct().toList();
            return new Finding(fault.name(), true, checks, first.run(), first.text());
        } finally {
            FileTree.delete(folder);
        }
    }
}
