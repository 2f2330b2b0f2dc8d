package intaglio.cli;

import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelHints.ImageSize;
import intaglio.frontend.OutputMeaning;
import intaglio.graph.OutputKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;

/** The options that say of a model what its file does not. */
final class HintOptions {

    private static final String SIZE = "input-size";
    private static final String OUTPUT = "output";
    private static final Pattern SIZES = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    private HintOptions() {}

    static void addTo(Options options) {
        NormalizationOptions.addTo(options);
        options.addOption(VerbOption.value(
                SIZE, "HxW", "rows and columns of an image, for an ONNX file that leaves them free: 64x96"));
        options.addOption(VerbOption.value(
                OUTPUT,
                "KIND",
                "what the network gives: " + String.join(", ", OutputMeaning.words()) + " (default: by its shape)"));
    }

    /** Mistakes are noted in the arguments. */
    static ModelHints from(Arguments arguments) {
        return new ModelHints(NormalizationOptions.from(arguments), size(arguments), output(arguments));
    }

    private static Optional<ImageSize> size(Arguments arguments) {
        Optional<String> text = arguments.text(SIZE);
        Matcher matcher = SIZES.matcher(text.orElse(""));
        if (matcher.matches()) {
            return Optional.of(new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        }
        text.ifPresent(
                given -> arguments.wrong("--" + SIZE + " is " + given, "give rows x columns, for instance 64x96"));
        return Optional.empty();
    }

    private static Optional<OutputKind> output(Arguments arguments) {
        Optional<String> word = arguments.text(OUTPUT);
        List<String> words = OutputMeaning.words();
        if (word.isPresent() && !words.contains(word.get())) {
            arguments.wrong("--" + OUTPUT + " is " + word.get(), "give one of " + String.join(", ", words));
            return Optional.empty();
        }
        return word.map(known -> OutputKind.values()[words.indexOf(known)]);
    }
}
