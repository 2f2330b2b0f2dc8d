package intaglio.cli;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.diag.ExitCode;
import intaglio.golden.GoldenModel;
import intaglio.ir.IntegerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
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
        options.addOption(ModelOptions.file("images", "IDX file (.gz or plain), PNG, JPEG, or a folder of pictures"));
        options.addOption(ModelOptions.file("labels", "IDX or text file with the right classes: prints the accuracy"));
        options.addOption(Option.builder()
                .longOpt("count")
                .argName("N")
                .hasArg()
                .desc("use the first N images only")
                .get());
        options.addOption(ModelOptions.file("logits", "write the logits, one image a line, integers with commas"));
        options.addOption(Option.builder()
                .longOpt("trace")
                .argName("DIR")
                .hasArg()
                .desc("write every layer's integers of every image; needs --count, at most " + MOST_TRACED)
                .get());
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
        Optional<Path> images = arguments.requiredPath("images");
        Optional<Path> labels = arguments.path("labels");
        int count = (int) arguments.integer("count", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        Optional<Path> logits = arguments.path("logits");
        Optional<Path> trace = arguments.path("trace");
        if (trace.isPresent() && count > MOST_TRACED) {
            arguments.wrong(
                    "--trace writes about 100 kB an image", "add --count N with N from 1 to " + MOST_TRACED);
        }
        arguments.throwIfWrong();

        Checks checks = new Checks();
        Optional<LogitsFile> logitsFile = logits.flatMap(file -> checks.attempt(() -> LogitsFile.prepare(file)));
        Optional<TraceFolder> traceFolder = trace.flatMap(folder -> checks.attempt(() -> TraceFolder.prepare(folder)));
        Optional<int[]> classes = labels.flatMap(file -> checks.attempt(() -> LabelReader.read(file, count)));
        Optional<IntegerModel> model = checks.attempt(() -> modelOptions.load(console)).map(LoadedModel::model);
        Optional<ImageSet> set = model.flatMap(
                m -> checks.attempt(() -> ImageReader.read(images.orElseThrow(), m.network().input(), count)));
        set.ifPresent(found -> checkCounts(arguments, found, classes, checks));
        if (model.isPresent() && classes.isPresent()) {
            checkClasses(labels.orElseThrow(), classes.get(), model.get().network().output().elements(), checks);
        }
        checks.throwIfAny();

        modelOptions.uint8().ifPresent(uint8 -> warnOfSameImages(uint8.images(), images.orElseThrow(), console));
        Simulation simulation = Simulation.run(new GoldenModel(model.orElseThrow()), set.orElseThrow(), console);
        logitsFile.ifPresent(file -> file.write(simulation.logits()));
        traceFolder.ifPresent(folder -> folder.write(simulation, model.orElseThrow().network()));
        new SimulationReport(simulation, classes).print(console);
        logits.ifPresent(file -> console.print("logits: " + file));
        trace.ifPresent(folder -> console.print("traces: " + folder));
        return ExitCode.OK;
    }

    /** An accuracy on images that the quantizer has seen says less than it seems to. */
    private static void warnOfSameImages(Path calibration, Path images, Console console) {
        try {
            if (Files.isSameFile(calibration, images)) {
                console.print("note: calibrated with the images that are measured; give others to --calibrate");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void checkCounts(Arguments arguments, ImageSet set, Optional<int[]> classes, Checks checks) {
        String images = arguments.text("images").orElseThrow();
        arguments.text("count").filter(count -> Integer.parseInt(count) > set.count()).ifPresent(count -> checks.add(
                images, "has " + set.count() + " images, --count asks for " + count, "give at most " + set.count()));
        classes.filter(found -> found.length != set.count()).ifPresent(found -> checks.add(
                arguments.text("labels").orElseThrow(),
                "has " + found.length + " labels for " + set.count() + " images of " + images,
                "give files that belong together, or --count " + Math.min(found.length, set.count())));
    }

    private static void checkClasses(Path file, int[] classes, int outputs, Checks checks) {
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] >= outputs) {
                checks.add(
                        file + ", label " + i,
                        "is class " + classes[i] + ", the network has " + outputs + " outputs (0 to " + (outputs - 1)
                                + ")",
                        "give the labels of this network");
                return;
            }
        }
    }
}
