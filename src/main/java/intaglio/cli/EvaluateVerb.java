package intaglio.cli;

import intaglio.data.ImageSet;
import intaglio.diag.ExitCode;
import intaglio.evaluate.Evaluation;
import intaglio.evaluate.EvaluationJson;
import intaglio.evaluate.Explainer;
import intaglio.evaluate.Explanation;
import intaglio.evaluate.Speed;
import intaglio.op.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code evaluate}: the float network against the integer ones, on the same images. */
final class EvaluateVerb implements Verb {

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "compare float and integer networks: accuracy, every layer's error, size, speed";
    }

    @Override
    public List<String> operands() {
        return List.of(ModelOptions.MODEL);
    }

    @Override
    public Options options() {
        Options options = new Options();
        LabelledImages.addTo(options);
        options.addOption(VerbOption.file("json", "write the numbers as JSON"));
        options.addOption(
                VerbOption.value("explain", "LAYER", "one layer's formula, ranges, clipped and dead channels"));
        options.addOption(VerbOption.flag("speed", "measure images/s as well, float and integer in turn"));
        ModelOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "Without --arithmetic: wide, and with --calibrate also uint8 with weights per tensor and per channel.",
                "--per-channel leaves weights per tensor out. --calibrator all measures the network of every",
                "calibrator. What is printed is explained in docs/evaluate.md.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        EvaluatedVariants wanted = EvaluatedVariants.from(arguments);
        LabelledImages labelled = LabelledImages.from(arguments);
        Optional<Path> json = arguments.path("json");
        Optional<String> layer = arguments.text("explain");
        arguments.throwIfWrong();

        Checks checks = new Checks();
        Optional<ResultFile> file =
                json.flatMap(path -> checks.attempt(() -> ResultFile.prepare(path, EvaluationJson.KIND, "evaluation")));
        Optional<int[]> classes = labelled.readLabels(checks);
        Optional<EvaluatedVariants.Prepared> prepared = checks.attempt(() -> wanted.prepare(console));
        Optional<ImageSet> set =
                prepared.flatMap(found -> labelled.read(found.trained().network(), classes, checks));
        prepared.ifPresent(found -> layer.ifPresent(label -> checkLayer(label, found, checks)));
        checks.throwIfAny();

        InputReport.print(prepared.orElseThrow().trained(), console);
        LabelledImages.printNotes(set.orElseThrow(), console);
        classes.ifPresent(right ->
                InputWarning.print(wanted.model(), prepared.orElseThrow().trained(), labelled, right, console));
        wanted.model().uint8().ifPresent(uint8 -> CalibrationCheck.print(uint8, set.orElseThrow(), console));
        Evaluation evaluation = evaluate(prepared.get(), set.orElseThrow(), classes, console);
        List<Explanation> explanations =
                layer.map(label -> Explainer.of(evaluation, label)).orElse(List.of());
        Optional<Speed> speed =
                arguments.has("speed") ? Optional.of(speed(prepared.get(), set.get(), console)) : Optional.empty();
        new EvaluationReport(evaluation, speed).print(prepared.get(), console);
        explanations.forEach(explanation -> new ExplanationReport(explanation, evaluation.images()).print(console));
        file.ifPresent(found -> found.write(EvaluationJson.write(evaluation, explanations, speed)));
        json.ifPresent(path -> console.print("written: " + path));
        return ExitCode.OK;
    }

    private static void checkLayer(String label, EvaluatedVariants.Prepared prepared, Checks checks) {
        List<String> labels =
                prepared.trained().network().layers().stream().map(Layer::label).toList();
        if (!labels.contains(label)) {
            checks.add(
                    "command line",
                    "--explain names the layer '" + label + "', the network has " + String.join(", ", labels),
                    "give one of these");
        }
    }

    private static Evaluation evaluate(
            EvaluatedVariants.Prepared prepared, ImageSet images, Optional<int[]> classes, Console console) {
        Progress progress = new Progress(console, "evaluating", images.count());
        Evaluation evaluation = Evaluation.of(prepared.trained(), prepared.variants(), images, classes, progress::at);
        progress.end();
        return evaluation;
    }

    private static Speed speed(EvaluatedVariants.Prepared prepared, ImageSet images, Console console) {
        Progress progress = new Progress(console, "measuring speed, pass", Speed.passes());
        Speed speed = Speed.of(prepared.trained(), prepared.variants(), images, progress::at);
        progress.end();
        return speed;
    }
}
