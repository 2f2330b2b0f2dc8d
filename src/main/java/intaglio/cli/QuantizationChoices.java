package intaglio.cli;

import intaglio.calibrate.Calibrators;
import intaglio.calibrate.QuantizationChoice;
import intaglio.calibrate.RoundingMethod;
import intaglio.quant.WeightScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.cli.Options;

/**
 * The options that may name several ways to quantize, of which the best is taken.
 *
 * @param calibrators names
 * @param percent what the calibrator {@code percentile} keeps
 * @param schemes of the weights
 * @param roundings of the weights
 */
record QuantizationChoices(
        List<String> calibrators, double percent, List<WeightScheme> schemes, List<RoundingMethod> roundings) {

    private static final String ALL = "all";
    private static final String AUTO = "auto";
    private static final String DEFAULT_CALIBRATOR = "minmax";
    private static final String PERCENTILE = "percentile";

    static final List<String> NAMES = List.of("calibrator", PERCENTILE, "weights", "weight-rounding");

    static void addTo(Options options) {
        options.addOption(VerbOption.value(
                "calibrator",
                "NAME",
                "uint8: "
                        + String.join(", ", Calibrators.names())
                                .replace(DEFAULT_CALIBRATOR, DEFAULT_CALIBRATOR + " (default)")
                        + ", " + ALL));
        options.addOption(VerbOption.value(
                PERCENTILE,
                "P",
                "uint8: what the percentile calibrator keeps (default " + Calibrators.DEFAULT_PERCENT + ")"));
        options.addOption(VerbOption.value(
                "weights", "NAME", "uint8: asymmetric (default), symmetric around 2^(bits-1), or auto: the better"));
        options.addOption(VerbOption.value(
                "weight-rounding",
                "NAME",
                "uint8: feedback (default; evens out errors on the images), nearest, or auto"));
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static QuantizationChoices from(Arguments arguments) {
        List<String> calibrators =
                several(arguments, "calibrator", ALL, Calibrators.names(), Function.identity(), DEFAULT_CALIBRATOR);
        if (arguments.has(PERCENTILE) && !calibrators.contains(PERCENTILE)) {
            arguments.wrong(
                    "--percentile is for --calibrator percentile, not for " + calibrators.get(0),
                    "leave one of them out");
        }
        return new QuantizationChoices(
                calibrators,
                percent(arguments),
                several(
                        arguments,
                        "weights",
                        AUTO,
                        Arrays.asList(WeightScheme.values()),
                        WeightScheme::word,
                        WeightScheme.ASYMMETRIC.word()),
                several(
                        arguments,
                        "weight-rounding",
                        AUTO,
                        Arrays.asList(RoundingMethod.values()),
                        RoundingMethod::word,
                        RoundingMethod.FEEDBACK.word()));
    }

    private static double percent(Arguments arguments) {
        return arguments.number(
                PERCENTILE,
                Calibrators.DEFAULT_PERCENT,
                percent -> percent > 50 && percent <= 100,
                "give a number above 50, up to 100");
    }

    /** The one that an option names, or all of them. */
    private static <T> List<T> several(
            Arguments arguments,
            String option,
            String wordForAll,
            List<T> all,
            Function<T, String> word,
            String standard) {
        String given = arguments.text(option).orElse(standard);
        if (given.equals(wordForAll)) {
            return List.copyOf(all);
        }
        Optional<T> named =
                all.stream().filter(one -> word.apply(one).equals(given)).findFirst();
        if (named.isEmpty()) {
            arguments.wrong(
                    "--" + option + " is " + given,
                    "give one of " + String.join(", ", all.stream().map(word).toList()) + ", " + wordForAll);
        }
        return List.of(named.orElse(all.get(0)));
    }

    /** Every way to quantize. */
    List<QuantizationChoice> list() {
        List<QuantizationChoice> choices = new ArrayList<>();
        for (String calibrator : calibrators) {
            for (WeightScheme scheme : schemes) {
                for (RoundingMethod rounding : roundings) {
                    choices.add(new QuantizationChoice(Calibrators.named(calibrator, percent), scheme, rounding));
                }
            }
        }
        return choices;
    }

    /** Whether the best of several is taken. */
    boolean areSeveral() {
        return calibrators.size() * schemes.size() * roundings.size() > 1;
    }

    /** What tells a choice from the others: its words for those options that name several. */
    String name(QuantizationChoice choice) {
        List<String> words = new ArrayList<>();
        if (calibrators.size() > 1) {
            words.add(choice.calibrator().name());
        }
        if (schemes.size() > 1) {
            words.add(choice.scheme().word());
        }
        if (roundings.size() > 1) {
            words.add(choice.rounding().word());
        }
        return String.join(", ", words);
    }

    /** The calibrator as on the command line. */
    String calibrator() {
        return calibrators.size() > 1 ? ALL : calibrators.get(0);
    }

    /** The scheme of the weights likewise. */
    String weights() {
        return schemes.size() > 1 ? AUTO : schemes.get(0).word();
    }

    /** The rounding of the weights likewise. */
    String rounding() {
        return roundings.size() > 1 ? AUTO : roundings.get(0).word();
    }
}
