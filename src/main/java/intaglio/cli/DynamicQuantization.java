package intaglio.cli;

import intaglio.diag.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Answers who asks for dynamic quantization by one of the names that other tools have for it. */
final class DynamicQuantization {

    private static final String WORD = "dynamic";

    private static final Set<String> OPTIONS =
            Set.of("--arithmetic", "--calibrator", "--quantization", "--quantize", "--quant", "--weights");

    private DynamicQuantization() {}

    /** What to say, where the words of a command line ask for it. */
    static Optional<Problem> askedFor(List<String> words) {
        return IntStream.range(0, words.size())
                .filter(index -> isAsked(words, index))
                .mapToObj(index -> words.get(index).equals(WORD) ? words.get(index - 1) + " " + WORD : words.get(index))
                .findFirst()
                .map(word -> new Problem(
                        "command line",
                        word + " would take new scales for every image, once all values of a layer are known;"
                                + " the hardware computes while the image comes in, so its scales are static",
                        "take them from sample images: --arithmetic uint8 --calibrate IMAGES; wide needs none"));
    }

    private static boolean isAsked(List<String> words, int index) {
        String word = words.get(index);
        String name = word.replaceFirst("=.*", "");
        boolean named = name.startsWith("--") && name.contains(WORD);
        boolean joined = OPTIONS.contains(name) && word.endsWith("=" + WORD);
        boolean apart = index > 0 && word.equals(WORD) && OPTIONS.contains(words.get(index - 1));
        return named || joined || apart;
    }
}
