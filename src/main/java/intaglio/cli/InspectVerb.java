package intaglio.cli;

import intaglio.data.ImagePreparation;
import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelReader;
import intaglio.frontend.torch.Checkpoint;
import intaglio.graph.FloatModel;
import intaglio.inspect.Finding;
import intaglio.inspect.Findings;
import intaglio.inspect.InputChoices;
import intaglio.inspect.ModelInspection;
import intaglio.inspect.StateDictInspection;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code inspect}: what a model file says, and what it does not say, found by labelled images. */
final class InspectVerb implements Verb {

    /** Without images, the size that most of the small networks take. */
    private static final Shape MNIST = new Shape(1, 28, 28);

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String summary() {
        return "show a model, and find with images what its file does not say";
    }

    @Override
    public List<String> operands() {
        return List.of(ModelOptions.MODEL);
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(VerbOption.file("network", "the graph, for a model file without one (docs/network-json.md)"));
        options.addOption(VerbOption.file("images", "IDX file (.gz or plain), PNG, JPEG, or a folder of pictures"));
        options.addOption(VerbOption.file("labels", "IDX or text file with the right classes; without it: guesses"));
        options.addOption(VerbOption.value(
                "count", "N", "use the first N images only (default " + InspectedImages.DEFAULT_COUNT + ")"));
        options.addOption(VerbOption.file("write", "write the network file of what was found; a new file"));
        HintOptions.addTo(options);
        PreparationOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "With images, the float network runs under every hypothesis that fits the file: what was done to the",
                "images, and for a state_dict without --network also activations, pools, paddings and strides. What",
                "the options say is not open. docs/inspect.md");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path model = arguments.operand(0).orElse(Path.of(""));
        Optional<Path> network = arguments.path("network");
        ModelHints hints = HintOptions.from(arguments);
        Optional<Normalization> normalization = hints.normalization();
        Optional<Path> write = arguments.path("write");
        InspectedImages images = InspectedImages.from(arguments);
        if (write.isPresent() && network.isPresent()) {
            arguments.wrong("--write makes a network file, --network gives one", "leave one of them out");
        }
        arguments.throwIfWrong();

        write.ifPresent(InspectVerb::checkNew);
        Optional<Checkpoint> bare = network.isPresent() ? Optional.empty() : ModelReader.checkpoint(model);
        if (bare.isPresent()) {
            stateDict(bare.get(), images, normalization, write, console);
        } else {
            write.ifPresent(file -> {
                throw IntaglioException.badInput(
                        file.toString(),
                        "not written: " + model + " has its own graph",
                        "give what is found as options: leave --write out to see them");
            });
            model(ModelReader.read(model, network.orElse(null), hints), images, normalization, console);
        }
        return ExitCode.OK;
    }

    /** Nothing of the user's is overwritten. */
    private static void checkNew(Path file) {
        if (Files.exists(file)) {
            throw IntaglioException.badInput(file.toString(), "is there already", "give the name of a new file");
        }
        OutputFile.checkWritable(file);
    }

    private static void stateDict(
            Checkpoint checkpoint,
            InspectedImages images,
            Optional<Normalization> normalization,
            Optional<Path> write,
            Console console) {
        StateDictInspection inspection = StateDictInspection.of(checkpoint);
        List<Normalization> known = normalization.stream().toList();
        if (images.file().isEmpty()) {
            guess(inspection, new InputChoices(MNIST, ImagePreparation.NONE, known), write, console);
            return;
        }
        InspectedImages.Read read = images.read(inspection.classes());
        Findings findings = search(
                console,
                status -> inspection.search(
                        images.file().orElseThrow(),
                        read.labels(),
                        read.count(),
                        images.choices(read, known),
                        status::show));
        InspectionReport report = new InspectionReport(findings, inspection.classes());
        report.print(console);
        write.ifPresent(file -> report.write(file, console));
    }

    private static void guess(
            StateDictInspection inspection, InputChoices inputs, Optional<Path> write, Console console) {
        Finding guess = inspection.guess(inputs);
        InspectionReport.printRows(guess.rows(), "guessed", console);
        console.print("a guess, for images of "
                + guess.network().orElseThrow().network().input() + ": the file does not"
                + " say activations, pools, paddings, strides, the size of the images and what was done to them; --images"
                + " FILE --labels FILE finds them");
        write.ifPresent(file -> InspectionReport.write(guess, file, console));
    }

    private static void model(
            FloatModel model, InspectedImages images, Optional<Normalization> normalization, Console console) {
        ModelInspection inspection = new ModelInspection(model);
        int classes = model.network().output().elements();
        InspectionReport.printRows(inspection.rows(), "", console);
        InputReport.print(model, console);
        if (images.file().isEmpty()) {
            return;
        }
        OpenInput open = new OpenInput(model.network(), normalization);
        InspectedImages.Read read = images.read(classes);
        Findings findings = search(
                console,
                status -> inspection.search(
                        images.file().orElseThrow(),
                        read.labels(),
                        read.count(),
                        images.choices(read, open.choices()),
                        status::show));
        new InspectionReport(findings, classes)
                .printRanking(open.options(findings.taken().input()), console);
    }

    /** A search that shows where it is. */
    private interface Search {

        Findings run(StatusLine status);
    }

    private static Findings search(Console console, Search search) {
        StatusLine status = new StatusLine(console);
        try {
            return search.run(status);
        } finally {
            status.erase();
        }
    }
}
