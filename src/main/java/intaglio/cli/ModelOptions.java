package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.num.Rounding;
import intaglio.quant.Quantized;
import intaglio.quant.RequantFile;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.WideQuantizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.cli.Options;

/**
 * The model argument and the options that say how it becomes integers; the same for every verb that takes a model.
 *
 * @param model the file with the weights
 * @param network the file with the graph, where the weights come without one
 * @param hints what the user says of the model, where its file does not
 * @param requant given multipliers, shifts and zero points; without it they are searched
 * @param multiplierBits width of the searched multipliers
 * @param rounding of the shifts, where the user gave one
 * @param uint8 present where activations become uint8; absent for the arithmetic {@code wide}
 * @param quantized for a model that comes quantized
 */
record ModelOptions(
        Path model,
        Optional<Path> network,
        ModelHints hints,
        Optional<Path> requant,
        int multiplierBits,
        Optional<Rounding> rounding,
        Optional<Uint8ModelOptions> uint8,
        QuantizedModelOptions quantized) {

    static final String MODEL = "MODEL";
    private static final int DEFAULT_BITS = 8;
    static final int MOST_BITS = 31;
    private static final List<String> WORDS =
            Arrays.stream(Rounding.values()).map(Rounding::word).toList();

    static void addTo(Options options) {
        options.addOption(VerbOption.file("network", "the graph, for a model file without one (docs/network-json.md)"));
        HintOptions.addTo(options);
        options.addOption(VerbOption.value(
                "arithmetic", "NAME", "wide (default; needs no data), or uint8 activations (docs/NUMERICS.md)"));
        options.addOption(VerbOption.file("requant", "given multiplier, shift and zero point of every layer"));
        options.addOption(VerbOption.value(
                "multiplier-bits",
                "B",
                "multipliers below 2^B, B to " + MOST_BITS + " (default " + DEFAULT_BITS
                        + "; uint8: exact; 12 take fewer LUTs)"));
        options.addOption(VerbOption.value(
                "rounding",
                "NAME",
                "shifts: " + String.join(", ", WORDS) + " (default " + Rounding.FLOOR.word() + "; uint8 "
                        + Rounding.HALF_UP.word() + ")"));
        Uint8ModelOptions.addTo(options);
        QuantizedModelOptions.addTo(options);
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static ModelOptions from(Arguments arguments) {
        return from(arguments, "wide");
    }

    /** The same, with another arithmetic where the user gave none. */
    static ModelOptions from(Arguments arguments, String standardArithmetic) {
        Path model = arguments.operand(0).orElse(Path.of(""));
        Optional<Path> requant = arguments.path("requant");
        if (requant.isPresent() && arguments.has("multiplier-bits")) {
            arguments.wrong(
                    "--requant gives the multipliers, --multiplier-bits searches for them", "leave one of them out");
        }
        int bits = (int) arguments.integer("multiplier-bits", 1, MOST_BITS, DEFAULT_BITS);
        String arithmetic = arguments.text("arithmetic").orElse(standardArithmetic);
        Optional<Uint8ModelOptions> uint8 = Optional.empty();
        Optional<Rounding> rounding = rounding(arguments);
        Rounding nearest = rounding.orElse(Rounding.HALF_UP);
        int exactBits = arguments.has("multiplier-bits") ? bits : Uint8Options.HARDWARE_MULTIPLIER_BITS;
        if (arithmetic.equals("uint8")) {
            uint8 = Optional.of(Uint8ModelOptions.from(arguments, exactBits, nearest));
        } else {
            Uint8ModelOptions.refuse(arguments);
        }
        if (uint8.isEmpty() && !arithmetic.equals("wide")) {
            arguments.wrong("--arithmetic is " + arithmetic, "give wide or uint8");
        }
        return new ModelOptions(
                model,
                arguments.path("network"),
                HintOptions.from(arguments),
                requant,
                bits,
                rounding,
                uint8,
                QuantizedModelOptions.from(arguments, exactBits, rounding));
    }

    private static Optional<Rounding> rounding(Arguments arguments) {
        Optional<String> word = arguments.text("rounding");
        if (word.isPresent() && !WORDS.contains(word.get())) {
            arguments.wrong("--rounding is " + word.get(), "give one of " + String.join(", ", WORDS));
            return Optional.empty();
        }
        return word.map(name -> Rounding.values()[WORDS.indexOf(name)]);
    }

    /** Of the arithmetic {@code wide}. */
    Rounding wideRounding() {
        return rounding.orElse(Rounding.FLOOR);
    }

    /**
     * Reads and quantizes the model.
     *
     * @throws IntaglioException exit code 3, with what is wrong in any of the files
     */
    LoadedModel load(Console console) {
        TrainedFiles files = read();
        return inTheModel(() -> quantized(files.model(), files.requant(), console));
    }

    /**
     * Reads the model and the given multipliers, without quantizing anything.
     *
     * @throws IntaglioException exit code 3, with what is wrong in any of the files
     */
    TrainedFiles read() {
        Checks checks = new Checks();
        Optional<FloatModel> trained = checks.attempt(() -> ModelReader.read(model, network.orElse(null), hints));
        Optional<RequantFile> given = requant.flatMap(file -> checks.attempt(() -> RequantFile.read(file)));
        checks.throwIfAny();
        if (trained.orElseThrow().given().isPresent()) {
            return new TrainedFiles(quantized.checked(model, trained.get()), given);
        }
        quantized.refuseFloats(model);
        if (given.isEmpty() && quantizedAlready(trained.orElseThrow())) {
            throw IntaglioException.badInput(
                    model.toString(),
                    "its weights are integers from 0 to 255 already: it has been quantized",
                    "give their multipliers, shifts and zero points with --requant FILE");
        }
        return new TrainedFiles(trained.orElseThrow(), given);
    }

    /** What the files of the model hold. */
    record TrainedFiles(FloatModel model, Optional<RequantFile> requant) {}

    /** Runs a quantization; its problems name the model file where they name a tensor. */
    <T> T inTheModel(Supplier<T> quantization) {
        try {
            return quantization.get();
        } catch (IntaglioException e) {
            throw new IntaglioException(
                    e.exitCode(), e.problems().stream().map(this::inTheModel).toList());
        }
    }

    private LoadedModel quantized(FloatModel trained, Optional<RequantFile> given, Console console) {
        if (trained.given().isPresent()) {
            return quantized.load(trained, console);
        }
        if (uint8.isPresent()) {
            Uint8Quantized quantized = uint8.get().load(trained, console);
            Uint8Report.printNotes(quantized, console);
            return LoadedModel.uint8(trained, quantized, false);
        }
        Quantized quantized = given.map(pairs -> WideQuantizer.withGiven(trained, pairs, wideRounding()))
                .orElseGet(() -> WideQuantizer.quantize(trained, multiplierBits, wideRounding()));
        return LoadedModel.wide(
                trained,
                quantized.model(),
                (ranges, to) -> QuantizationReport.print(quantized, given.isPresent(), ranges, to));
    }

    private Problem inTheModel(Problem problem) {
        return problem.where().startsWith("tensor")
                ? new Problem(model + ", " + problem.where(), problem.what(), problem.help())
                : problem;
    }

    /** Weights of 0 and 1 only may be a trained network. */
    private static boolean quantizedAlready(FloatModel model) {
        boolean large = false;
        for (FloatParameters parameters : model.parameters().values()) {
            for (float weight : parameters.weights()) {
                if (weight < 0 || weight > 255 || weight != (int) weight) {
                    return false;
                }
                large |= weight > 1;
            }
        }
        return large;
    }
}
