package intaglio.cli;

import intaglio.evaluate.Explanation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The block of {@code evaluate --explain}: one layer of one variant. */
record ExplanationReport(Explanation explanation, int images) {

    /** With more channels than this in one line, the rest is counted. */
    private static final int MOST_LISTED = 6;

    private static final String INDENT = "  ";

    void print(Console console) {
        console.print("");
        console.print(explanation.label() + " of " + explanation.variant() + ": " + explanation.description());
        explanation.formula().forEach(line -> console.print(INDENT + line));
        console.print("");
        console.print(INDENT
                + String.format(
                        Locale.ROOT,
                        "%-12s %-30s %5s   %s",
                        "",
                        "proved for every image",
                        "bits",
                        "seen on " + images + " images"));
        explanation
                .ranges()
                .forEach(range -> console.print(INDENT
                        + String.format(
                                        Locale.ROOT,
                                        "%-12s %-30s %5d   %s",
                                        range.name(),
                                        range.proved(),
                                        range.proved().bits(),
                                        range.seen().map(Object::toString).orElse(""))
                                .stripTrailing()));
        console.print("");
        explanation.requantization().ifPresent(text -> console.print(INDENT + "requantization: " + text));
        explanation.clampHigh().ifPresent(high -> console.print(INDENT + "clipped: " + clipped()));
        console.print(INDENT + "dead: " + numbers(Explanation.Channel::dead, "always zero on these images"));
        weights().ifPresent(text -> console.print(INDENT + "weights: " + text));
    }

    private String clipped() {
        List<Explanation.Channel> channels = explanation.channels().stream()
                .filter(channel -> channel.clipped() > 0)
                .sorted(Comparator.comparingLong(Explanation.Channel::clipped).reversed())
                .toList();
        if (channels.isEmpty()) {
            return "no value on these images";
        }
        String listed = channels.stream().limit(MOST_LISTED).map(this::clipped).collect(Collectors.joining("; "));
        return channels.size() + " of " + explanation.channels().size() + " channels; " + listed
                + (channels.size() > MOST_LISTED ? "; and " + (channels.size() - MOST_LISTED) + " more" : "");
    }

    private String clipped(Explanation.Channel channel) {
        StringBuilder text = new StringBuilder("channel " + channel.index());
        if (channel.seen().clippedLow() > 0) {
            text.append(share(channel.seen().clippedLow(), channel.values()))
                    .append(" at ")
                    .append(explanation.clampLow().orElseThrow());
        }
        if (channel.seen().clippedHigh() > 0) {
            text.append(share(channel.seen().clippedHigh(), channel.values()))
                    .append(" at ")
                    .append(explanation.clampHigh().orElseThrow());
        }
        return text.toString();
    }

    private static String share(long count, long values) {
        return String.format(Locale.ROOT, " %.4f %%", 100.0 * count / values);
    }

    /** For instance {@code channels 3, 7 always zero on these images}. */
    private String numbers(Predicate<Explanation.Channel> which, String what) {
        List<String> numbers = explanation.channels().stream()
                .filter(which)
                .map(channel -> Integer.toString(channel.index()))
                .toList();
        return numbers.isEmpty()
                ? "no channel"
                : (numbers.size() == 1 ? "channel " : "channels ") + String.join(", ", numbers) + " " + what;
    }

    private Optional<String> weights() {
        List<Explanation.Weights> weights = explanation.channels().stream()
                .flatMap(channel -> channel.weights().stream())
                .toList();
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        double widest =
                weights.stream().mapToDouble(ExplanationReport::width).max().orElseThrow();
        double narrowest =
                weights.stream().mapToDouble(ExplanationReport::width).min().orElseThrow();
        double low =
                weights.stream().mapToDouble(Explanation.Weights::low).min().orElseThrow();
        double high =
                weights.stream().mapToDouble(Explanation.Weights::high).max().orElseThrow();
        String zero = numbers(channel -> channel.weights().orElseThrow().allZero(), "with no weight but 0");
        return Optional.of(String.format(
                Locale.ROOT,
                "%.4f to %.4f; range of one channel %.4f (narrowest) to %.4f (widest); %s",
                low,
                high,
                narrowest,
                widest,
                zero.equals("no channel") ? "no channel of zeros only" : zero));
    }

    private static double width(Explanation.Weights weights) {
        return (double) weights.high() - weights.low();
    }
}
