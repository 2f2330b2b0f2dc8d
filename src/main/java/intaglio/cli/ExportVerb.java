package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.export.WeightFiles;
import intaglio.ir.IntegerModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code export}: the integer parameters as text files. */
final class ExportVerb implements Verb {

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "write weights, biases, scales and shifts as text files of integers";
    }

    @Override
    public List<String> operands() {
        return List.of(ModelOptions.MODEL);
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(Option.builder()
                .longOpt("out")
                .argName("DIR")
                .hasArg()
                .desc("folder for the files; made if it is not there, files in it are kept")
                .get());
        options.addOption(Option.builder()
                .longOpt("no-header")
                .desc("leave out the line with the shape")
                .get());
        ModelOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "Writes <layer>.weight.txt, <layer>.bias.txt and <layer>_scale_zero.txt (S, zero point, multiplier,",
                "shift) for every layer with weights.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        ModelOptions modelOptions = ModelOptions.from(arguments);
        Optional<Path> out = arguments.requiredPath("out");
        boolean shapeHeader = !arguments.has("no-header");
        arguments.throwIfWrong();
        IntegerModel model = modelOptions.load(console).model();
        WeightFiles.write(model, out.orElseThrow(), shapeHeader);
        console.print(model.network().weightedLayers().size() * 3 + " files in " + out.orElseThrow());
        return ExitCode.OK;
    }
}
