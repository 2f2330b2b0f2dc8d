package intaglio.cli;

import intaglio.data.ImageSet;
import intaglio.diag.ExitCode;
import intaglio.golden.GoldenModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.OutputKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code simulate}: the golden integer model on images, without any RTL. */
final class SimulateVerb implements Verb {

    /** A trace takes about 100 kB of text a frame. */
    private static final int MOST_TRACED = 100;

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String summary() {
        return "run the integer model on images: accuracy, logits, traces";
    }

    @Override
    public List<String> operands() {
        return List.of(ModelOptions.MODEL);
    }

    @Override
    public Options options() {
        Options options = new Options();
        LabelledImages.addTo(options);
        options.addOption(VerbOption.file("logits", "write the logits, one image a line, integers with commas"));
        options.addOption(VerbOption.value(
                "trace", "DIR", "write every layer's integers of every image; needs --count, at most " + MOST_TRACED));
        PictureOptions.addTo(options);
        ModelOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "A trace file image<N>_<layer>.txt holds the shape and one integer a line, channels first; for layers",
                "with weights the values before the activation. Without labels, up to 20 images get a line each.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        ModelOptions modelOptions = ModelOptions.from(arguments);
        LabelledImages labelled = LabelledImages.from(arguments);
        Optional<Path> logits = arguments.path("logits");
        Optional<Path> trace = arguments.path("trace");
        PictureOptions pictures = PictureOptions.from(arguments);
        if (trace.isPresent() && labelled.count() > MOST_TRACED) {
            arguments.wrong("--trace writes about 100 kB an image", "add --count N with N from 1 to " + MOST_TRACED);
        }
        arguments.throwIfWrong();

        Checks checks = new Checks();
        Optional<LogitsFile> logitsFile = logits.flatMap(file -> checks.attempt(() -> LogitsFile.prepare(file)));
        Optional<TraceFolder> traceFolder = trace.flatMap(folder -> checks.attempt(() -> TraceFolder.prepare(folder)));
        Optional<int[]> classes = labelled.readLabels(checks);
        Optional<LoadedModel> loaded = checks.attempt(() -> modelOptions.load(console));
        Optional<IntegerModel> model = loaded.map(LoadedModel::model);
        if (loaded.isPresent() && pictures.isGiven()) {
            return simulatePictures(loaded.get(), labelled, pictures, checks, console);
        }
        Optional<ImageSet> set = model.flatMap(found -> labelled.read(found.network(), classes, checks));
        checks.throwIfAny();

        InputReport.print(loaded.orElseThrow().trained(), console);
        LabelledImages.printNotes(set.orElseThrow(), console);
        classes.ifPresent(
                right -> InputWarning.print(modelOptions, loaded.orElseThrow().trained(), labelled, right, console));
        modelOptions.uint8().ifPresent(uint8 -> CalibrationCheck.print(uint8, set.orElseThrow(), console));
        Simulation simulation = Simulation.run(new GoldenModel(model.orElseThrow()), set.orElseThrow(), console);
        logitsFile.ifPresent(file -> file.write(simulation.logits()));
        traceFolder.ifPresent(
                folder -> folder.write(simulation, model.orElseThrow().network()));
        new SimulationReport(simulation, classes).print(console);
        logits.ifPresent(file -> console.print("logits: " + file));
        trace.ifPresent(folder -> console.print("traces: " + folder));
        return ExitCode.OK;
    }

    private static ExitCode simulatePictures(
            LoadedModel loaded, LabelledImages images, PictureOptions options, Checks checks, Console console) {
        if (loaded.model().network().outputKind() != OutputKind.IMAGE) {
            checks.add(
                    "command line",
                    "--pictures, --reference and --full-size are for networks that give pictures, this one gives "
                            + loaded.model().network().output().elements() + " numbers",
                    "leave them out, or say that it is a picture with --output image");
        }
        options.folder().ifPresent(folder -> checks.attempt(() -> PictureFolder.prepare(folder)));
        checks.throwIfAny();
        InputReport.print(loaded.trained(), console);
        new PictureSimulation(loaded, images, options, console).run();
        return ExitCode.OK;
    }
}
