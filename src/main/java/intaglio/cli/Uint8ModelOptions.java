package intaglio.cli;

import intaglio.calibrate.Calibration;
import intaglio.calibrate.Calibrator;
import intaglio.calibrate.CalibratorRanking;
import intaglio.calibrate.Calibrators;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.ir.FloatModel;
import intaglio.ir.Layer;
import intaglio.num.Rounding;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * The options of {@code --arithmetic uint8}: what to calibrate with, and how weights become integers.
 *
 * @param images calibration images
 * @param count how many of them at most
 * @param labels their classes, to rank calibrators by accuracy
 * @param calibrator a name, or {@link #ALL}
 * @param percent what the calibrator {@code percentile} keeps
 * @param quantizer weights and multipliers
 */
record Uint8ModelOptions(
        Path images, int count, Optional<Path> labels, String calibrator, double percent, Uint8Options quantizer) {

    static final String ALL = "all";

    private static final int DEFAULT_COUNT = 1000;
    private static final String DEFAULT_CALIBRATOR = "minmax";

    static final List<String> NAMES = List.of("calibrate", "calibration-count", "calibration-labels",
            "calibrator", "percentile", "per-channel", "weight-bits");

    static void addTo(Options options) {
        options.addOption(ModelOptions.file("calibrate", "uint8: images that show how large activations get"));
        options.addOption(value("calibration-count", "N",
                "uint8: calibrate with the first N images (default " + DEFAULT_COUNT + ")"));
        options.addOption(ModelOptions.file("calibration-labels", "uint8: with --calibrator all, rank by accuracy"));
        options.addOption(value("calibrator", "NAME", "uint8: " + String.join(", ", Calibrators.names())
                .replace(DEFAULT_CALIBRATOR, DEFAULT_CALIBRATOR + " (default)") + ", " + ALL));
        options.addOption(value("percentile", "P",
                "uint8: what the percentile calibrator keeps (default " + Calibrators.DEFAULT_PERCENT + ")"));
        options.addOption(Option.builder()
                .longOpt("per-channel")
                .desc("uint8: scale and zero point of the weights per output channel")
                .get());
        options.addOption(value("weight-bits", "B", "uint8: 2 to 8, and of single layers: 8,c5=4,f6=3 (default 8)"));
    }

    private static Option value(String name, String argument, String description) {
        return Option.builder().longOpt(name).argName(argument).hasArg().desc(description).get();
    }

    /** Notes the options of this arithmetic as mistakes, where another was asked for. */
    static void refuse(Arguments arguments) {
        NAMES.stream().filter(arguments::has).forEach(name -> arguments.wrong(
                "--" + name + " is an option of the arithmetic uint8", "add --arithmetic uint8, or leave it out"));
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static Uint8ModelOptions from(Arguments arguments, int multiplierBits, Rounding rounding) {
        if (arguments.has("requant")) {
            arguments.wrong("--requant gives the multipliers of the arithmetic wide", "leave --requant out");
        }
        String calibrator = arguments.text("calibrator").orElse(DEFAULT_CALIBRATOR);
        if (!calibrator.equals(ALL) && !Calibrators.names().contains(calibrator)) {
            arguments.wrong("--calibrator is " + calibrator,
                    "give one of " + String.join(", ", Calibrators.names()) + ", " + ALL);
        }
        if (arguments.has("calibration-labels") && !calibrator.equals(ALL)) {
            arguments.wrong("--calibration-labels rank calibrators, --calibrator takes " + calibrator,
                    "give --calibrator all, or leave the labels out");
        }
        if (arguments.has("percentile") && !calibrator.equals("percentile") && !calibrator.equals(ALL)) {
            arguments.wrong(
                    "--percentile is for --calibrator percentile, not for " + calibrator, "leave one of them out");
        }
        WeightBits weightBits = WeightBits.from(arguments);
        return new Uint8ModelOptions(
                arguments.requiredPath("calibrate").orElse(Path.of("")),
                (int) arguments.integer("calibration-count", 1, Integer.MAX_VALUE, DEFAULT_COUNT),
                arguments.path("calibration-labels"),
                calibrator,
                percent(arguments),
                new Uint8Options(arguments.has("per-channel"), weightBits.standard(), weightBits.byLayer(),
                        multiplierBits, rounding));
    }

    private static double percent(Arguments arguments) {
        Optional<String> text = arguments.text("percentile");
        try {
            double percent = text.map(Double::parseDouble).orElse(Calibrators.DEFAULT_PERCENT);
            if (percent > 50 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        arguments.wrong("--percentile is " + text.orElseThrow(), "give a number above 50, up to 100");
        return Calibrators.DEFAULT_PERCENT;
    }

    /**
     * Calibrates and quantizes; where calibrators are ranked, prints the ranking and takes the first.
     *
     * @throws intaglio.diag.IntaglioException exit code 3, with what is wrong in any of the files
     */
    Uint8Quantized load(FloatModel trained, Console console) {
        CalibrationRun run = calibrate(trained, console);
        List<CalibratorRanking.Entry> ranked = ranked(trained, run);
        if (ranked.size() > 1) {
            RankingReport.print(ranked, run.images().count(), console);
        }
        return ranked.get(0).quantized();
    }

    /** The same options with weights per tensor or per output channel. */
    Uint8ModelOptions withPerChannel(boolean perChannel) {
        return new Uint8ModelOptions(images, count, labels, calibrator, percent,
                quantizer.withPerChannel(perChannel));
    }

    /** The calibration images, their classes, and what the float network made of them. */
    record CalibrationRun(ImageSet images, Optional<int[]> classes, Calibration calibration) {}

    /**
     * Reads the calibration images and runs the float network.
     *
     * @throws intaglio.diag.IntaglioException exit code 3, with what is wrong in any of the files
     */
    CalibrationRun calibrate(FloatModel trained, Console console) {
        Checks checks = new Checks();
        List<String> weighted = trained.network().weightedLayers().stream().map(Layer::label).toList();
        quantizer.weightBitsByLayer().keySet().stream()
                .filter(label -> !weighted.contains(label))
                .sorted()
                .forEach(label -> checks.add("command line",
                        "--weight-bits names the layer '" + label + "', the model's layers with weights are "
                                + String.join(", ", weighted),
                        "give one of these"));
        Optional<ImageSet> set =
                checks.attempt(() -> ImageReader.read(images, trained.network().input(), count));
        Optional<int[]> classes = labels.flatMap(file -> checks.attempt(() -> LabelReader.read(file, count)));
        if (set.isPresent() && classes.isPresent() && set.get().count() != classes.get().length) {
            checks.add(labels.orElseThrow().toString(), "has " + classes.get().length + " labels for "
                    + set.get().count() + " images of " + images, "give files that belong together");
        }
        checks.throwIfAny();
        Progress progress = new Progress(console, "calibrating", set.orElseThrow().count());
        Calibration calibration = Calibration.of(trained, set.get(), progress::at);
        progress.end();
        return new CalibrationRun(set.get(), classes, calibration);
    }

    /** Quantizes with the calibrator of the options, or with every one of them; the best first. */
    List<CalibratorRanking.Entry> ranked(FloatModel trained, CalibrationRun run) {
        List<Calibrator> calibrators = calibrator.equals(ALL)
                ? Calibrators.all(percent)
                : List.of(Calibrators.named(calibrator, percent));
        return CalibratorRanking.of(trained, run.images(), run.classes(), run.calibration(), calibrators, quantizer);
    }
}
