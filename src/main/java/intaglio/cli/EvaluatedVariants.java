package intaglio.cli;

import intaglio.calibrate.QuantizationRanking;
import intaglio.evaluate.Variant;
import intaglio.graph.FloatModel;
import intaglio.quant.Quantized;
import intaglio.quant.RequantFile;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.WideQuantizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which integer networks {@code evaluate} measures: {@code wide}, and where there are calibration images uint8 with
 * weights per tensor and per channel. Options that other verbs know restrict that.
 *
 * @param model the options of the model; uint8 options are there where uint8 is to be measured
 * @param wide whether {@code wide} is to be measured
 * @param perTensor whether uint8 with weights per tensor is
 */
record EvaluatedVariants(ModelOptions model, boolean wide, boolean perTensor) {

    /**
     * What is measured.
     *
     * @param trained the float network
     * @param variants the integer ones
     * @param notes lines to print
     */
    record Prepared(FloatModel trained, List<Variant> variants, List<String> notes) {}

    /** Reads the options; mistakes are noted in the arguments. */
    static EvaluatedVariants from(Arguments arguments) {
        ModelOptions model = ModelOptions.from(arguments, arguments.has("calibrate") ? "uint8" : "wide");
        boolean wide = model.uint8().isEmpty() || !arguments.has("arithmetic");
        return new EvaluatedVariants(model, wide, !arguments.has("per-channel"));
    }

    /**
     * Reads the model, calibrates and quantizes.
     *
     * @throws intaglio.diag.IntaglioException exit code 3, with what is wrong in any of the files
     */
    Prepared prepare(Console console) {
        ModelOptions.TrainedFiles files = model.read();
        if (files.model().given().isPresent()) {
            return comesQuantized(files.model());
        }
        return model.inTheModel(() -> files.requant()
                .map(given -> given(files.model(), given))
                .orElseGet(() -> quantized(files.model(), console)));
    }

    private Prepared comesQuantized(FloatModel dequantized) {
        QuantizedModelOptions options = model.quantized();
        List<String> notes = new ArrayList<>(QuantizedModelOptions.notes(dequantized));
        notes.add("note: the model comes quantized; 'float' is the network of its real weights");
        return new Prepared(dequantized, List.of(Variant.uint8("uint8, given", options.quantize(dequantized))), notes);
    }

    private Prepared given(FloatModel stored, RequantFile given) {
        Quantized quantized = WideQuantizer.withGiven(stored, given, model.wideRounding());
        FloatModel trained = quantized.model().inFloat(stored);
        return new Prepared(
                trained,
                List.of(Variant.wide("wide, given", quantized)),
                List.of(
                        "note: the checkpoint holds integers; 'float' is the network of the real weights (q - Z) * M / 2^s"));
    }

    private Prepared quantized(FloatModel trained, Console console) {
        List<Variant> variants = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (wide) {
            Quantized quantized = WideQuantizer.quantize(trained, model.multiplierBits(), model.wideRounding());
            variants.add(Variant.wide("wide", quantized));
        }
        model.uint8().ifPresent(options -> addUint8(options, trained, variants, notes, console));
        return new Prepared(trained, variants, notes);
    }

    private void addUint8(
            Uint8ModelOptions options,
            FloatModel trained,
            List<Variant> variants,
            List<String> notes,
            Console console) {
        Uint8ModelOptions.CalibrationRun run = options.calibrate(trained, console);
        QuantizationChoices choices = options.choices();
        notes.add("uint8: calibrated with " + choices.calibrator() + " on "
                + run.images().count() + " images of " + options.images());
        for (boolean perChannel : perTensor ? new boolean[] {false, true} : new boolean[] {true}) {
            String name = perChannel ? "uint8 per channel" : "uint8 per tensor";
            Uint8ModelOptions withScales = options.withPerChannel(perChannel);
            List<QuantizationRanking.Entry> ranked = withScales.ranked(trained, run, console);
            QuantizationRanking.Entry best = ranked.get(0);
            Uint8Quantized taken = withScales.narrowed(trained, run, best, console);
            Uint8Report.boundedScales(taken).forEach(note -> notes.add("note: " + name + ", " + note));
            if (choices.areSeveral()) {
                notes.add(name + ": the best on the calibration images is " + choices.name(best.choice()));
            }
            List<String> names = choices.list().stream().map(choices::name).toList();
            ranked.stream()
                    .sorted(Comparator.comparing(entry -> names.indexOf(choices.name(entry.choice()))))
                    .map(entry -> Variant.uint8(
                            choices.areSeveral() ? name + ", " + choices.name(entry.choice()) : name,
                            entry.equals(best) ? taken : entry.quantized()))
                    .forEach(variants::add);
        }
    }
}
