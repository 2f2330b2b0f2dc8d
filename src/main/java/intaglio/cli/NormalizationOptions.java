package intaglio.cli;

import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** The options that say what the bytes of an image stand for: those of torchvision's Normalize. */
final class NormalizationOptions {

    private static final String MEAN = "mean";
    private static final String STD = "std";
    private static final String PIXELS = "pixels";

    private static final List<String> WORDS =
            Arrays.stream(PixelRange.values()).map(PixelRange::word).toList();

    private NormalizationOptions() {}

    static void addTo(Options options) {
        options.addOption(VerbOption.value(
                MEAN, "M", "the network takes (pixel - M) / S; one number, or one a channel: 0.485,0.456,0.406"));
        options.addOption(VerbOption.value(STD, "S", "S of that formula"));
        options.addOption(
                VerbOption.value(PIXELS, "RANGE", "pixels before that: " + String.join(" (default) or ", WORDS)));
    }

    /** Empty where the user gave none of them; mistakes are noted in the arguments. */
    static Optional<Normalization> from(Arguments arguments) {
        if (!arguments.has(MEAN) && !arguments.has(STD) && !arguments.has(PIXELS)) {
            return Optional.empty();
        }
        List<Double> mean = numbers(arguments, MEAN, 0);
        List<Double> std = numbers(arguments, STD, 1);
        if (std.contains(0.0)) {
            arguments.wrong("--std is 0, and pixels are divided by it", "give the std of the training");
            return Optional.empty();
        }
        String word = arguments.text(PIXELS).orElse(PixelRange.UNIT.word());
        if (!WORDS.contains(word)) {
            arguments.wrong("--pixels is " + word, "give one of " + String.join(", ", WORDS));
            return Optional.empty();
        }
        return Optional.of(new Normalization(PixelRange.values()[WORDS.indexOf(word)], mean, std));
    }

    private static List<Double> numbers(Arguments arguments, String option, double otherwise) {
        Optional<String> text = arguments.text(option);
        List<Double> numbers = new ArrayList<>();
        for (String number : text.map(given -> given.split(",", -1)).orElse(new String[0])) {
            Optional<Double> value = number(number.strip());
            if (value.isEmpty()) {
                arguments.wrong(
                        "--" + option + " is " + text.orElseThrow(),
                        "give one number, or one for each channel with commas between them: 0.485,0.456,0.406");
                return List.of(1.0);
            }
            numbers.add(value.get());
        }
        return numbers.isEmpty() ? List.of(otherwise) : numbers;
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
