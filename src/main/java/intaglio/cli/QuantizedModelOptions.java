package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.graph.FloatModel;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.num.Rounding;
import intaglio.quant.ActivationScale;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.InputBytes;
import intaglio.quant.Uint8Quantized;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/**
 * The options for a model that comes quantized.
 *
 * @param refused options on the command line that say how to quantize, which such a model does not need
 * @param bytesAreQuantized whether images hold the bytes that the model makes of its pixels
 * @param multiplierBits widest multiplier to use
 * @param rounding of the requantizations; empty for that of the file's runtime
 */
record QuantizedModelOptions(
        List<String> refused, boolean bytesAreQuantized, int multiplierBits, Optional<Rounding> rounding) {

    private static final String QUANTIZED_INPUT = "quantized-input";
    private static final Normalization RAW = Normalization.of(PixelRange.BYTES, 0, 1);

    static void addTo(Options options) {
        options.addOption(VerbOption.flag(
                QUANTIZED_INPUT, "for a model that comes quantized: image bytes are its quantized input as they are"));
    }

    static QuantizedModelOptions from(Arguments arguments, int multiplierBits, Optional<Rounding> rounding) {
        List<String> refused = Stream.concat(Stream.of("arithmetic", "requant"), Uint8ModelOptions.NAMES.stream())
                .filter(arguments::has)
                .toList();
        return new QuantizedModelOptions(refused, arguments.has(QUANTIZED_INPUT), multiplierBits, rounding);
    }

    /** What decides the output. */
    Map<String, String> toMap() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("arithmetic", "as given");
        options.put("multiplierBits", Integer.toString(multiplierBits));
        options.put("rounding", rounding.map(Rounding::word).orElse("as the file's runtime"));
        return options;
    }

    /** Refuses the option that only a model that comes quantized takes. */
    void refuseFloats(Path model) {
        if (bytesAreQuantized) {
            throw IntaglioException.badInput(
                    "command line",
                    "--" + QUANTIZED_INPUT + " is for models that come" + " quantized, " + model
                            + " has no QuantizeLinear",
                    "leave it out");
        }
    }

    /**
     * Checks a model that comes quantized.
     *
     * @return the model with what the bytes of an image stand for
     * @throws IntaglioException exit code 3, where options say otherwise or its input is not an image's bytes
     */
    FloatModel checked(Path file, FloatModel model) {
        Checks checks = new Checks();
        if (!refused.isEmpty()) {
            checks.add(
                    "command line",
                    "--" + String.join(", --", refused) + ": " + file + " comes quantized"
                            + " (QuantizeLinear, DequantizeLinear) and keeps its scales",
                    "leave " + (refused.size() == 1 ? "it" : "them") + " out, or give the float model");
        }
        InputBytes bytes = new InputBytes(model.given().orElseThrow().input());
        Normalization known = model.network().normalization();
        boolean raw = known.equals(Normalization.NONE) && bytes.areImage(RAW);
        if (!bytes.areImage(known) && !raw && !bytesAreQuantized) {
            refuseInput(file, bytes, known, checks);
        }
        checks.throwIfAny();
        return known.equals(Normalization.NONE) && bytes.areImage(known)
                ? model
                : model.withNormalization(bytes.normalization());
    }

    private static void refuseInput(Path file, InputBytes bytes, Normalization known, Checks checks) {
        int pixel = bytes.firstDifference(known);
        double step = bytes.input().scale() * ActivationScale.LARGEST;
        checks.add(
                file.toString(),
                "its input is quantized with " + scale(bytes) + ": byte " + pixel
                        + " of an image, which stands for " + known.formula() + " = "
                        + String.format(Locale.ROOT, "%.6g", known.value(pixel, 0)) + ", becomes "
                        + bytes.quantized(pixel, known) + ", so the bytes of an image are not its input",
                (known.equals(Normalization.NONE)
                                ? String.format(
                                        Locale.ROOT,
                                        "if the network was trained on normalized pixels, give its --mean"
                                                + " and --std (here about %.4f and %.4f); or ",
                                        (double) bytes.input().zeroPoint() / ActivationScale.LARGEST,
                                        1 / step)
                                : "")
                        + "add --" + QUANTIZED_INPUT + ", with which byte p stands for " + meaning(bytes));
    }

    /** Takes a model as it is quantized. */
    Uint8Quantized quantize(FloatModel model) {
        return rounding.map(policy -> GivenQuantizer.quantize(model, multiplierBits, policy))
                .orElseGet(() -> GivenQuantizer.quantize(model, multiplierBits));
    }

    /** Where the integers will differ from what the file says. */
    static List<String> notes(FloatModel model) {
        List<String> notes = new ArrayList<>();
        InputBytes bytes = new InputBytes(model.given().orElseThrow().input());
        if (!bytes.areImage(Normalization.NONE)) {
            notes.add("note: byte p of an image stands for " + meaning(bytes) + ", not for p/255");
        }
        model.given().orElseThrow().notes().forEach(note -> notes.add("note: " + note));
        return notes;
    }

    /** Takes a model as it is quantized, and prints where the integers will differ from what its file says. */
    LoadedModel load(FloatModel model, Console console) {
        Uint8Quantized quantized = quantize(model);
        notes(model).forEach(console::print);
        Uint8Report.printNotes(quantized, console);
        return LoadedModel.uint8(model, quantized, true);
    }

    private static String scale(InputBytes bytes) {
        return "scale " + (float) bytes.input().scale() + " and zero point "
                + bytes.input().zeroPoint() + " (of uint8)";
    }

    /** For instance {@code 0.0127 * (p - 33), -0.42..2.82}. */
    private static String meaning(InputBytes bytes) {
        return String.format(
                Locale.ROOT,
                "%s * (p - %d), %.4f..%.4f",
                (float) bytes.input().scale(),
                bytes.input().zeroPoint(),
                bytes.real(0),
                bytes.real(255));
    }
}
