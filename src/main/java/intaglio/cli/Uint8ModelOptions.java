package intaglio.cli;

import intaglio.calibrate.Calibration;
import intaglio.calibrate.QuantizationRanking;
import intaglio.calibrate.WeightBitsSearch;
import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.floating.FloatNetwork;
import intaglio.graph.FloatModel;
import intaglio.num.Rounding;
import intaglio.op.Layer;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/**
 * The options of {@code --arithmetic uint8}: what to calibrate with, and how weights become integers.
 *
 * @param images calibration images
 * @param count how many of them at most
 * @param preparation what is done to each of them
 * @param labels their classes, to rank ways to quantize by accuracy
 * @param choices the ways to quantize, of which the best is taken
 * @param quantizer weights and multipliers
 * @param keepWide which layers keep wide activations, by their whole label
 * @param maxDrop percent of the images that a search of the weights' widths may lose; empty where there is none
 */
record Uint8ModelOptions(
        Path images,
        int count,
        ImagePreparation preparation,
        Optional<Path> labels,
        QuantizationChoices choices,
        Uint8Options quantizer,
        Optional<Pattern> keepWide,
        OptionalDouble maxDrop) {

    private static final int DEFAULT_COUNT = 1000;
    private static final double DEFAULT_DROP = 0.1;

    static final List<String> NAMES = Stream.concat(
                    Stream.of(
                            "calibrate",
                            "calibration-count",
                            "calibration-labels",
                            "per-channel",
                            "weight-bits",
                            "max-drop",
                            "keep-wide",
                            PreparationOptions.CALIBRATION),
                    QuantizationChoices.NAMES.stream())
            .toList();

    static void addTo(Options options) {
        options.addOption(VerbOption.file("calibrate", "uint8: images that show how large activations get"));
        options.addOption(VerbOption.value(
                "calibration-count", "N", "uint8: calibrate with the first N images (default " + DEFAULT_COUNT + ")"));
        PreparationOptions.addCalibrationTo(options);
        options.addOption(VerbOption.file(
                "calibration-labels", "uint8: where the best of several networks is taken: go by accuracy"));
        QuantizationChoices.addTo(options);
        options.addOption(
                VerbOption.flag("per-channel", "uint8: scale and zero point of the weights per output channel"));
        options.addOption(VerbOption.value(
                "weight-bits",
                "B",
                "uint8: 2 to 8, and of single layers: 8,c5=4,f6=3 (default 8); or auto, to search"));
        options.addOption(VerbOption.value(
                "max-drop",
                "P",
                "uint8: what --weight-bits auto may lose of the images, in percent (default " + DEFAULT_DROP + ")"));
        options.addOption(
                VerbOption.value("keep-wide", "REGEX", "uint8: layers whose outputs stay wide, by their labels"));
    }

    /** Notes the options of this arithmetic as mistakes, where another was asked for. */
    static void refuse(Arguments arguments) {
        NAMES.stream()
                .filter(arguments::has)
                .forEach(name -> arguments.wrong(
                        "--" + name + " is an option of the arithmetic uint8",
                        "add --arithmetic uint8; for a model that comes quantized leave it out"));
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static Uint8ModelOptions from(Arguments arguments, int multiplierBits, Rounding rounding) {
        if (arguments.has("requant")) {
            arguments.wrong("--requant gives the multipliers of the arithmetic wide", "leave --requant out");
        }
        QuantizationChoices choices = QuantizationChoices.from(arguments);
        boolean automatic = arguments.text("weight-bits").equals(Optional.of(WeightBits.AUTO));
        if (arguments.has("calibration-labels") && !choices.areSeveral() && !automatic) {
            arguments.wrong(
                    "--calibration-labels rank calibrators, --calibrator takes " + choices.calibrator(),
                    "give --calibrator all, --weights auto, --weight-rounding auto or --weight-bits auto, or leave the"
                            + " labels out");
        }
        if (arguments.has("max-drop") && !automatic) {
            arguments.wrong("--max-drop is for --weight-bits auto", "add that, or leave --max-drop out");
        }
        if (!arguments.has("calibrate")) {
            arguments.wrong(
                    "--calibrate is missing",
                    "add --calibrate FILE; for a model that comes quantized leave --arithmetic out");
        }
        WeightBits weightBits = WeightBits.from(arguments);
        return new Uint8ModelOptions(
                arguments.path("calibrate").orElse(Path.of("")),
                (int) arguments.integer("calibration-count", 1, Integer.MAX_VALUE, DEFAULT_COUNT),
                PreparationOptions.forCalibration(arguments),
                arguments.path("calibration-labels"),
                choices,
                new Uint8Options(
                        arguments.has("per-channel"),
                        weightBits.standard(),
                        weightBits.byLayer(),
                        multiplierBits,
                        rounding,
                        choices.schemes().get(0),
                        Set.of()),
                pattern(arguments),
                automatic ? OptionalDouble.of(maxDrop(arguments)) : OptionalDouble.empty());
    }

    private static double maxDrop(Arguments arguments) {
        return arguments.number(
                "max-drop", DEFAULT_DROP, drop -> drop >= 0 && drop <= 100, "give a number from 0 to 100, in percent");
    }

    private static Optional<Pattern> pattern(Arguments arguments) {
        try {
            return arguments.text("keep-wide").map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            arguments.wrong(
                    "--keep-wide is " + e.getPattern() + ", which is no regular expression (" + e.getDescription()
                            + " at character " + (Math.max(0, e.getIndex()) + 1) + ")",
                    "give labels with |, . and * between them: c1|c3 or c.*");
            return Optional.empty();
        }
    }

    /**
     * Calibrates and quantizes; where there are several ways, prints their ranking and takes the first.
     *
     * @throws intaglio.diag.IntaglioException exit code 3, with what is wrong in any of the files
     */
    Uint8Quantized load(FloatModel trained, Console console) {
        CalibrationRun run = calibrate(trained, console);
        List<QuantizationRanking.Entry> ranked = ranked(trained, run, console);
        if (ranked.size() > 1) {
            RankingReport.print(ranked, choices, run.images().count(), console);
        }
        return narrowed(trained, run, ranked.get(0), console);
    }

    /** The network of an entry; where their widths are searched, with narrower weights. */
    Uint8Quantized narrowed(FloatModel trained, CalibrationRun run, QuantizationRanking.Entry entry, Console console) {
        if (maxDrop.isEmpty()) {
            return entry.quantized();
        }
        int[] classes = run.classes().orElseGet(() -> classes(run.calibration().logits()));
        WeightBitsSearch search = new WeightBitsSearch(
                trained, run.images(), classes, run.calibration(), entry.choice(), options(trained));
        StatusLine status = new StatusLine(console);
        WeightBitsSearch.Result found =
                search.run(maxDrop.getAsDouble(), tried -> status.show("weight bits: " + tried + " networks tried"));
        status.erase();
        String measure = run.classes().isPresent() ? "accuracy" : "agreement with the float network";
        WeightBitsReport.print(found, measure, run.images().count(), console);
        return found.quantized();
    }

    private static int[] classes(float[][] logits) {
        return Arrays.stream(logits).mapToInt(FloatNetwork::argmax).toArray();
    }

    /** The quantizer's choices for one network. */
    private Uint8Options options(FloatModel trained) {
        return keepWide.map(pattern -> quantizer.withKeptWide(matching(pattern, requantized(trained))))
                .orElse(quantizer);
    }

    private static Set<String> matching(Pattern pattern, List<String> labels) {
        return labels.stream().filter(label -> pattern.matcher(label).matches()).collect(Collectors.toSet());
    }

    /** Labels of the layers that have activations to quantize: all with weights but the last. */
    private static List<String> requantized(FloatModel trained) {
        List<String> labels =
                trained.network().weightedLayers().stream().map(Layer::label).toList();
        return labels.subList(0, labels.size() - 1);
    }

    /** The same options with weights per tensor or per output channel. */
    Uint8ModelOptions withPerChannel(boolean perChannel) {
        return new Uint8ModelOptions(
                images, count, preparation, labels, choices, quantizer.withPerChannel(perChannel), keepWide, maxDrop);
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
        List<String> weighted =
                trained.network().weightedLayers().stream().map(Layer::label).toList();
        quantizer.weightBitsByLayer().keySet().stream()
                .filter(label -> !weighted.contains(label))
                .sorted()
                .forEach(label -> checks.add(
                        "command line",
                        "--weight-bits names the layer '" + label + "', the model's layers with weights are "
                                + String.join(", ", weighted),
                        "give one of these"));
        keepWide.filter(pattern -> matching(pattern, requantized(trained)).isEmpty())
                .ifPresent(pattern -> checks.add(
                        "command line",
                        "--keep-wide " + pattern + " matches none of the layers that have outputs to quantize: "
                                + (weighted.size() == 1 ? "there are none" : String.join(", ", requantized(trained))),
                        weighted.size() == 1
                                ? "leave it out"
                                : "give a regular expression for whole labels (the last layer keeps its sums, pools follow their"
                                        + " input), or leave it out"));
        Optional<ImageSet> set =
                checks.attempt(() -> ImageReader.read(images, trained.network().input(), count, preparation));
        Optional<int[]> classes = labels.flatMap(file -> checks.attempt(() -> LabelReader.read(file, count)));
        if (set.isPresent() && classes.isPresent() && set.get().count() != classes.get().length) {
            checks.add(
                    labels.orElseThrow().toString(),
                    "has " + classes.get().length + " labels for " + set.get().count() + " images of " + images,
                    "give files that belong together");
        }
        checks.throwIfAny();
        set.orElseThrow().notes().forEach(note -> console.print("calibration images: " + note));
        Progress progress =
                new Progress(console, "calibrating", set.orElseThrow().count());
        Calibration calibration = Calibration.of(trained, set.get(), progress::at);
        progress.end();
        return new CalibrationRun(set.get(), classes, calibration);
    }

    /** Quantizes in the ways of the options; the best first. */
    List<QuantizationRanking.Entry> ranked(FloatModel trained, CalibrationRun run, Console console) {
        RoundingProgress progress = new RoundingProgress(console, run.images().count());
        List<QuantizationRanking.Entry> ranked = QuantizationRanking.of(
                trained, run.images(), run.classes(), run.calibration(), choices.list(), options(trained), progress);
        progress.end();
        return ranked;
    }
}
