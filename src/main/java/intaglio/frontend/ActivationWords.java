package intaglio.frontend;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Activations in a network file: a word, and for some functions numbers under keys of their own. */
final class ActivationWords {

    private static final String KEY = "activation";

    private static final List<String> WORDS = Stream.concat(
                    Arrays.stream(Activation.Plain.values()).map(ActivationWords::word),
                    Arrays.stream(FunctionKind.values()).map(FunctionKind::word))
            .toList();

    private ActivationWords() {}

    private static String word(Activation.Plain activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    /** The keys that a layer's activation has besides its word; none where the word is missing or wrong. */
    static List<String> keys(JsonFields fields) {
        return fields.has(KEY)
                ? Arrays.stream(FunctionKind.values())
                        .filter(kind -> fields.is(KEY, kind.word()))
                        .flatMap(kind -> kind.parameters().stream())
                        .map(FunctionKind.Parameter::name)
                        .toList()
                : List.of();
    }

    /** The activation, or none where it is missing or wrong, which is reported. */
    static Activation read(JsonFields fields) {
        String word = fields.has(KEY) ? fields.word(KEY, WORDS) : null;
        if (word == null) {
            return Activation.NONE;
        }
        int plain = Activation.Plain.values().length;
        int index = WORDS.indexOf(word);
        return index < plain
                ? Activation.Plain.values()[index]
                : function(fields, FunctionKind.values()[index - plain]);
    }

    private static Activation function(JsonFields fields, FunctionKind kind) {
        List<Double> numbers = kind.parameters().stream()
                .map(parameter -> fields.has(parameter.name()) ? fields.real(parameter.name()) : parameter.usual())
                .toList();
        if (kind == FunctionKind.CLIP) {
            if (numbers.get(0) > numbers.get(1)) {
                fields.wrong("min", numbers.get(0) + " is above max, " + numbers.get(1), "exchange them");
                return Activation.NONE;
            }
            return Activation.clip(numbers.get(0), numbers.get(1));
        }
        if (kind == FunctionKind.SOFTPLUS && numbers.get(0) <= 0) {
            fields.wrong("beta", numbers.get(0) + " is not above 0", "PyTorch's default is 1");
            return Activation.NONE;
        }
        return new ActivationFunction(kind, numbers);
    }

    /** The keys of a layer's activation as {@link #read} reads them, without a limit that is not there. */
    static String write(Activation activation) {
        if (activation instanceof Activation.Plain plain) {
            return ", \"activation\": \"" + word(plain) + "\"";
        }
        ActivationFunction function = (ActivationFunction) activation;
        List<FunctionKind.Parameter> names = function.kind().parameters();
        return ", \"activation\": \"" + function.kind().word() + "\""
                + IntStream.range(0, names.size())
                        .filter(i -> Double.isFinite(function.parameters().get(i)))
                        .mapToObj(i -> ", \"" + names.get(i).name() + "\": "
                                + function.parameters().get(i))
                        .collect(Collectors.joining());
    }
}
