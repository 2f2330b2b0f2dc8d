package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.frontend.ModelHints;
import intaglio.frontend.OutputMeaning;
import intaglio.graph.IntegerModel;
import intaglio.plan.BudgetSearch;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import intaglio.rtl.DesignOptions;
import intaglio.rtl.Names;
import intaglio.rtl.OutputFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code compile}: from a trained model to Verilog. */
final class CompileVerb implements Verb {

    private static final Path DEFAULT_OUT = Path.of("rtl-out");

    @Override
    public String name() {
        return "compile";
    }

    @Override
    public String summary() {
        return "quantize a model, prove its ranges, plan its engines and write its Verilog";
    }

    @Override
    public List<String> operands() {
        return List.of(ModelOptions.MODEL);
    }

    @Override
    public Options options() {
        Options options = new Options();
        BudgetOptions.addTo(options);
        options.addOption(VerbOption.value(
                "out", "DIR", "folder to write (default " + DEFAULT_OUT + "); one with other files in it is refused"));
        DesignChoices.addTo(options);
        ModelOptions.addTo(options);
        PreparationOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "Writes rtl/*.v and filelist.f (Verilog-2005), rom/*.mem, weights/*.txt, network.json, ranges.json,",
                "plan.json, manifest.json, and for designers ports.md, axi/, tb/ and scripts for tools. The same",
                "inputs give the same bytes.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        ModelOptions modelOptions = ModelOptions.from(arguments);
        BudgetOptions budget = BudgetOptions.from(arguments);
        Path out = arguments.path("out").orElse(DEFAULT_OUT);
        DesignOptions design = DesignChoices.from(arguments);
        PreparationOptions.refuseWithoutCalibration(arguments);
        arguments.throwIfWrong();

        Checks checks = new Checks();
        checks.attempt(() -> {
            Recovery.of(out, console);
            new OutputFolder(out).check();
        });
        Optional<LoadedModel> loaded = checks.attempt(() -> modelOptions.load(console));
        checks.throwIfAny();

        InputReport.print(loaded.orElseThrow().trained(), console);
        IntegerModel model = loaded.get().model();
        Ranges ranges = RangeAnalysis.of(model);
        loaded.get().report().print(ranges, console);
        BudgetSearch search = new BudgetSearch(model, ranges);
        Plan plan = budget.plan(search);
        PlanReport.print(plan, budget, search.nextBudget(plan.budget()), console);
        Names.of(model.network(), plan).notes().forEach(note -> console.print("note: " + note));
        Map<String, String> named = options(modelOptions, loaded.get().comesQuantized(), plan.budget());
        named.putAll(DesignChoices.named(design));
        new Compilation(loaded.get().trained().network(), model, ranges, plan, design, BenchFrames.of(model))
                .write(out, hash(modelOptions.model()), named);
        console.print("written: " + out);
        return ExitCode.OK;
    }

    /** What decides the output, and no paths: the manifest is the same wherever the files lie. */
    private static Map<String, String> options(ModelOptions modelOptions, boolean comesQuantized, int multipliers) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("multipliers", Integer.toString(multipliers));
        modelOptions.network().ifPresent(file -> options.put("network", hash(file)));
        ModelHints hints = modelOptions.hints();
        hints.normalization().ifPresent(input -> options.put("input", input.toString()));
        hints.size().ifPresent(size -> options.put("input-size", size.toString()));
        hints.output().ifPresent(output -> options.put("output", OutputMeaning.word(output)));
        if (comesQuantized) {
            options.putAll(modelOptions.quantized().toMap());
            return options;
        }
        modelOptions
                .uint8()
                .ifPresentOrElse(
                        uint8 -> options.putAll(uint8Options(uint8)),
                        () -> modelOptions
                                .requant()
                                .ifPresentOrElse(
                                        file -> options.put("requant", hash(file)),
                                        () -> options.put(
                                                "multiplierBits", Integer.toString(modelOptions.multiplierBits()))));
        options.put(
                "rounding",
                modelOptions
                        .uint8()
                        .map(uint8 -> uint8.quantizer().rounding())
                        .orElseGet(modelOptions::wideRounding)
                        .word());
        return options;
    }

    private static Map<String, String> uint8Options(Uint8ModelOptions uint8) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("arithmetic", "uint8");
        options.put("calibrate", hash(uint8.images()));
        options.put("calibrationCount", Integer.toString(uint8.count()));
        options.put("calibrationPreparation", uint8.preparation().toString());
        uint8.labels().ifPresent(file -> options.put("calibrationLabels", hash(file)));
        options.put("calibrator", uint8.choices().calibrator());
        options.put("percentile", Double.toString(uint8.choices().percent()));
        options.put("perChannel", Boolean.toString(uint8.quantizer().perChannel()));
        options.put("weights", uint8.choices().weights());
        options.put("weightRounding", uint8.choices().rounding());
        uint8.keepWide().ifPresent(pattern -> options.put("keepWide", pattern.pattern()));
        uint8.maxDrop()
                .ifPresentOrElse(
                        drop -> {
                            options.put("weightBits", WeightBits.AUTO);
                            options.put("maxDrop", Double.toString(drop));
                        },
                        () -> options.put(
                                "weightBits", Integer.toString(uint8.quantizer().weightBits())));
        new TreeMap<>(uint8.quantizer().weightBitsByLayer())
                .forEach((label, bits) -> options.put("weightBits." + label, Integer.toString(bits)));
        options.put("multiplierBits", Integer.toString(uint8.quantizer().multiplierBits()));
        return options;
    }

    /** Of a folder of pictures, of all its files in the order of their names. */
    private static String hash(Path file) {
        try (Stream<Path> files = Files.isDirectory(file) ? Files.list(file) : Stream.of(file)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
                content.write(Files.readAllBytes(one));
            }
            return OutputFolder.sha256(content.toByteArray());
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read (" + IoReason.of(e) + ")", "check the file");
        }
    }
}
